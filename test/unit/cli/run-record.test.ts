import { readdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { claimRunName, findRun, listRuns, runsDirectory } from '../../../src/cli/run-record.ts';
import { TemporaryDirectory } from '../../support/temporary-directory.ts';

let directory = '';
beforeEach(() => {
  const temporary = new TemporaryDirectory();
  directory = temporary.path;
  return () => temporary[Symbol.dispose]();
});

const record = (name: string) => ({ name, url: 'http://localhost:1', functionName: 'f' });

test('a name is taken, found, listed and given back', async () => {
  const claimed = await claimRunName(directory, record('b'));
  await claimRunName(directory, record('a.1'));
  expect(await findRun(directory, 'b')).toMatchObject(record('b'));
  expect((await listRuns(directory)).map(({ name }) => name)).toEqual(['a.1', 'b']);
  await claimed[Symbol.asyncDispose]();
  expect(await findRun(directory, 'b')).toBeNull();
});

test('a name that another run has is refused', async () => {
  await claimRunName(directory, record('a'));
  await expect(claimRunName(directory, record('a'))).rejects.toMatchObject({
    code: 'InvalidOption',
    message: expect.stringContaining('http://localhost:1'),
    remedy: expect.stringContaining('lambox stop a'),
  });
});

test('the record of a dead process is cleaned up and its name free', async () => {
  await claimRunName(directory, record('a'));
  const file = path.join(runsDirectory(directory), 'a.json');
  // The process number is ours, the start time another's: the number was used again.
  const owner = `${hostname()}/${process.pid}/1`;
  await writeFile(file, JSON.stringify({ ...record('a'), owner }));
  expect(await findRun(directory, 'a')).toBeNull();
  expect(await readdir(runsDirectory(directory))).toEqual([]);
  await writeFile(file, JSON.stringify({ ...record('a'), owner }));
  expect((await claimRunName(directory, record('a'))).name).toBe('a');
});

test('a name cannot lead out of the folder', async () => {
  await expect(claimRunName(directory, record('../a'))).rejects.toMatchObject({
    code: 'InvalidOption',
  });
  expect(await findRun(directory, '../a')).toBeNull();
});
