#!/usr/bin/env node
// Gets the image of nodejs24.x by Lambox's own order and prints, as the last line, what it is. With
// `--only-present` it pulls and makes nothing. All progress goes to stdout, its milestones also to
// descriptor 3 where that is open. Exit code 1: there is none, and why.
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
const runtime = parseRuntime('nodejs24.x');
try {
  const engine = await findEngine(configuration.engine);
  const resolve = process.argv.includes('--only-present') ? findRuntimeImage : resolveRuntimeImage;
  const image = await resolve(engine, runtime, { ...configuration, onProgress });
  await engine.close();
  if (image === null) {
    process.exitCode = 1;
  } else {
    const origin = [image.source, image.operatingSystem].filter(Boolean).join(', ');
    console.log(`${image.reference} (${origin})`);
  }
} catch (error) {
  if (error.name !== 'LamboxError') throw error;
  console.log(`${error.message}\n${error.remedy ?? ''}`);
  for (const line of error.evidence.lastLines ?? []) console.log(line);
  process.exitCode = 1;
}
