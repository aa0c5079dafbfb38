import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPrivateDirectory } from '../../../src/channel/private-directory.ts';

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lambox-private-'));
});

afterEach(() => rmSync(home, { recursive: true }));

test('is made with those above it, all closed to others', async () => {
  await createPrivateDirectory(join(home, 'lambox', 'run'));
  expect(modeOf(join(home, 'lambox'))).toBe(0o700);
  expect(modeOf(join(home, 'lambox', 'run'))).toBe(0o700);
});

test('is closed where it was open', async () => {
  mkdirSync(join(home, 'run'));
  chmodSync(join(home, 'run'), 0o755);
  await createPrivateDirectory(join(home, 'run'));
  expect(modeOf(join(home, 'run'))).toBe(0o700);
});

test('is refused in a folder where others could exchange it', async () => {
  chmodSync(home, 0o777);
  await expect(createPrivateDirectory(join(home, 'run'))).rejects.toMatchObject({
    code: 'StorageFailed',
    message: expect.stringContaining(`${home} belongs to user ${process.getuid?.()} with mode 777`),
  });
});

test('is refused where it cannot be made', async () => {
  writeFileSync(join(home, 'file'), '');
  await expect(createPrivateDirectory(join(home, 'file', 'run'))).rejects.toMatchObject({
    code: 'StorageFailed',
    message: `Cannot create the folder ${join(home, 'file', 'run')} for channels.`,
  });
});

const modeOf = (path: string): number => statSync(path).mode & 0o7777;
