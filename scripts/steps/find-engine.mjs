#!/usr/bin/env node
// Prints what Lambox's own search for a container engine finds, one fact a line: `found`, address,
// name and version; or `none`, whether the user named an engine, message, remedy.
import { readConfiguration } from '../../src/configuration.ts';
import { findEngine } from '../../src/engine/find-engine.ts';

const oneLine = (text) => String(text).replaceAll(/\s+/g, ' ').trim();
const print = (...lines) => console.log(lines.map(oneLine).join('\n'));

try {
  const engine = await findEngine(readConfiguration().engine);
  const { address, name, version } = await engine.describe();
  await engine.close();
  print('found', address, `${name} ${version}`);
} catch (error) {
  if (error.name !== 'LamboxError') throw error;
  // A search lists what it tried; one that was named is all there is.
  const named = error.evidence.tried === undefined ? 'named' : 'searched';
  print('none', named, error.message, error.remedy ?? '');
  process.exitCode = 1;
}
