import { chmodSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { modeFindings } from '../../../src/check/code-modes.ts';
import { writeFunction } from '../../support/written-function.ts';

function findWith(modes: Readonly<Record<string, number>>): readonly string[] {
  const files = { 'index.mjs': '', 'lib/a.mjs': '', 'lib/deep/b.mjs': '', bootstrap: '' };
  using directory = writeFunction(files);
  const usual = {
    'index.mjs': 0o644,
    'lib/a.mjs': 0o644,
    'lib/deep/b.mjs': 0o644,
    bootstrap: 0o755,
  };
  const folders = { lib: 0o755, 'lib/deep': 0o755 };
  for (const [name, mode] of Object.entries({ ...usual, ...folders, ...modes })) {
    chmodSync(path.join(directory.path, name), mode);
  }
  try {
    return modeFindings(directory.path).map(({ id, what }) => `${id} ${what}`);
  } finally {
    for (const name of Object.keys(folders)) chmodSync(path.join(directory.path, name), 0o755);
  }
}

it.each([
  [{}, []],
  [{ 'lib/a.mjs': 0o640 }, ['mode lib/a.mjs (mode 0640)']],
  [{ 'index.mjs': 0o444, 'lib/a.mjs': 0o604 }, []],
  [{ lib: 0o700 }, ['mode lib/ (mode 0700)']],
  [
    { 'lib/deep': 0o751, 'index.mjs': 0o600 },
    ['mode index.mjs (mode 0600)', 'mode lib/deep/ (mode 0751)'],
  ],
  [{ bootstrap: 0o644 }, ['notExecutable bootstrap (mode 0644)']],
  [{ bootstrap: 0o700 }, ['mode bootstrap (mode 0700)', 'notExecutable bootstrap (mode 0700)']],
])('modes %j', (modes, expected) => {
  expect(findWith(modes)).toEqual(expected);
});
