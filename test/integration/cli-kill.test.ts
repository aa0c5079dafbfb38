import { expect, test } from 'vitest';
import { listOwned, untilNothingIsOwned } from '../support/containers.ts';
import { RunningCommand, startRun } from '../support/lambox-command.ts';
import { writeFunction } from '../support/written-function.ts';

async function killHard(command: RunningCommand): Promise<void> {
  const pid = command.process.pid ?? 0;
  expect(await listOwned(pid)).not.toEqual([]);
  command.process.kill('SIGKILL');
  await command.ended;
  expect(await untilNothingIsOwned(pid)).toEqual([]);
}

test('kill -9 during init leaves nothing', async () => {
  const source = `console.log('init goes on');
await new Promise((resolve) => setTimeout(resolve, 60_000));
export const handler = async () => 1;`;
  using directory = writeFunction({ 'index.mjs': source });
  await using command = new RunningCommand(['invoke', directory.path]);
  await command.said(/init goes on/);
  await killHard(command);
});

test('kill -9 during an event leaves nothing', async () => {
  const source = `export const handler = async () => {
  console.log('event goes on');
  await new Promise((resolve) => setTimeout(resolve, 60_000));
};`;
  using directory = writeFunction({ 'index.mjs': source });
  const { command, url } = await startRun([directory.path]);
  await using _ended = command;
  fetch(url, { method: 'POST', body: '{}' }).catch(() => {});
  await command.said(/event goes on/);
  await killHard(command);
});

test('kill -9 while frozen leaves nothing', async () => {
  using directory = writeFunction({ 'index.mjs': 'export const handler = async () => 1;' });
  const { command, url } = await startRun([directory.path]);
  await using _ended = command;
  expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(200);
  const headers = { 'X-Amz-Log-Type': 'Tail' };
  await fetch(url, { method: 'POST', body: '{}', headers });
  await killHard(command);
});
