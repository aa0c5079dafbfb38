#!/usr/bin/env node
// resolve-image.mjs [--only-present] RUNTIME…: gets the image of each runtime by Lambox's own order
// and prints at the end, a line each, what it is. With `--only-present` it pulls and makes nothing.
// All progress goes to stdout, its milestones also to descriptor 3 where that is open. Exit code 1:
// one is missing, and why.
import fs from 'node:fs';
import { readConfiguration } from '../../src/configuration.ts';
import { findEngine } from '../../src/engine/find-engine.ts';
import { parseRuntime } from '../../src/lambda/runtimes.ts';
import { findRuntimeImage, resolveRuntimeImage } from '../../src/package/image-resolver.ts';

const milestone = /^(pulling|cannot be pulled|making|building|Step \d+\/\d+)/;

const onProgress = (line) => {
  console.log(line);
  if (!milestone.test(line)) return;
  try {
    fs.writeSync(3, `      ${line.slice(0, 90)}\n`);
  } catch {
    // Nobody watches.
  }
};

const configuration = readConfiguration();
const words = process.argv.slice(2);
const identifiers = words.filter((word) => word !== '--only-present');
try {
  const engine = await findEngine(configuration.engine);
  const resolve = words.includes('--only-present') ? findRuntimeImage : resolveRuntimeImage;
  const lines = [];
  for (const runtime of identifiers.map(parseRuntime)) {
    const image = await resolve(engine, runtime, { ...configuration, onProgress });
    if (image === null) {
      process.exitCode = 1;
      continue;
    }
    const origin = [image.source, image.operatingSystem].filter(Boolean).join(', ');
    lines.push(`${image.reference} (${origin})`);
  }
  await engine.close();
  for (const line of lines) console.log(line);
} catch (error) {
  if (error.name !== 'LamboxError') throw error;
  console.log(`${error.message}\n${error.remedy ?? ''}`);
  for (const line of error.evidence.lastLines ?? []) console.log(line);
  process.exitCode = 1;
}
