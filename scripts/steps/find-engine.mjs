#!/usr/bin/env node
// Prints what Lambox's own search for a container engine finds, one fact a line: `found`, address, name
// and version; or `none`, whether the user named an engine, message, remedy.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findEngine } from '../../src/engine/find-engine.ts';

const { DOCKER_HOST, DOCKER_CONTEXT, XDG_RUNTIME_DIR } = process.env;

const namedInConfiguration = () => {
  try {
    const file = path.join(os.homedir(), '.docker', 'config.json');
    return JSON.parse(fs.readFileSync(file, 'utf8')).currentContext;
  } catch {
    return undefined;
  }
};

const oneLine = (text) => String(text).replaceAll(/\s+/g, ' ').trim();
const print = (...lines) => console.log(lines.map(oneLine).join('\n'));

try {
  const engine = await findEngine({
    dockerHost: DOCKER_HOST || null,
    dockerContext: DOCKER_CONTEXT || null,
    homeDirectory: os.homedir(),
    runtimeDirectory: XDG_RUNTIME_DIR || null,
    uid: process.getuid?.() ?? 0,
  });
  const { address, name, version } = await engine.describe();
  await engine.close();
  print('found', address, `${name} ${version}`);
} catch (error) {
  if (error.name !== 'LamboxError') throw error;
  const context = DOCKER_CONTEXT || namedInConfiguration() || 'default';
  const named = DOCKER_HOST || context !== 'default' ? 'named' : 'searched';
  print('none', named, error.message, error.remedy ?? '');
  process.exitCode = 1;
}
