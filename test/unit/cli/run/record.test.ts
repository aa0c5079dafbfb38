import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { setImmediate as immediate } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import { claimRunName, findRun, listRuns } from '../../../../src/cli/run/record.ts';
import { listLeftovers } from '../../../../src/environment/leftovers.ts';
import { createFakeEngine } from '../../../support/fake-engine.ts';
import { TemporaryDirectory } from '../../../support/temporary-directory.ts';

let directory = '';
beforeEach(() => {
  const temporary = new TemporaryDirectory();
  directory = temporary.path;
  return () => temporary[Symbol.dispose]();
});

const members = (name: string) => ({ name, url: 'http://localhost:1', functionName: 'f' });
const claim = (name: string) => ({ ...members(name), log: null });

test('a name is taken, found, listed and given back; nothing is left', async () => {
  const b = await claimRunName(directory, claim('b'));
  const a = await claimRunName(directory, claim('a.1'));
  expect(await findRun(directory, 'b')).toMatchObject(members('b'));
  expect((await listRuns(directory)).map(({ name }) => name)).toEqual(['a.1', 'b']);
  await b[Symbol.asyncDispose]();
  expect(await findRun(directory, 'b')).toBeNull();
  await a[Symbol.asyncDispose]();
  expect(await readdir(directory)).toEqual([]);
});

test('a name that another run has is refused', async () => {
  await claimRunName(directory, claim('a'));
  await expect(claimRunName(directory, claim('a'))).rejects.toMatchObject({
    code: 'InvalidOption',
    message: expect.stringContaining('http://localhost:1'),
    remedy: expect.stringContaining('lambox stop a'),
  });
});

test('of many that claim it at about the same time one at most gets it', async () => {
  for (let round = 0; round < 50; round += 1) {
    const claims = Array.from({ length: 8 }, async (_, turn) => {
      // From all in one moment to one after the other.
      for (let step = 0; step < (turn * round) / 10; step += 1) await immediate();
      return claimRunName(directory, claim('a'));
    });
    const outcomes = await Promise.allSettled(claims);
    const winners = outcomes.filter((outcome) => outcome.status === 'fulfilled');
    expect(winners.length).toBeLessThanOrEqual(1);
    await winners[0]?.value[Symbol.asyncDispose]();
  }
});

test('the record of a dead process counts for nothing and is a leftover', async () => {
  // The process number is ours, the start time another's: the number was used again.
  const folder = path.join(directory, `${process.pid}-1-abcd1234`);
  await mkdir(folder);
  const owner = `${hostname()}/${process.pid}/1`;
  await writeFile(path.join(folder, 'run.json'), JSON.stringify({ ...members('a'), owner }));
  expect(await findRun(directory, 'a')).toBeNull();
  expect((await claimRunName(directory, claim('a'))).name).toBe('a');
  const engine = createFakeEngine({ guest: async () => 0 });
  const query = { engine, runtimeDirectory: directory, owners: 'dead' } as const;
  expect((await listLeftovers(query)).folders).toEqual([folder]);
});

test("the log moves into the run's folder and goes with it", async () => {
  const log = path.join(directory, 'log');
  await writeFile(log, 'so far\n');
  const claimed = await claimRunName(directory, { ...claim('a'), log });
  expect(await readFile(claimed.log ?? '', 'utf8')).toBe('so far\n');
  await claimed[Symbol.asyncDispose]();
  expect(await readdir(directory)).toEqual([]);
});

test('a name that is none is refused', async () => {
  await expect(claimRunName(directory, claim('../a'))).rejects.toMatchObject({
    code: 'InvalidOption',
  });
  expect(await findRun(directory, '../a')).toBeNull();
});
