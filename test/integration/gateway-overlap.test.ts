import { expect, test } from 'vitest';
import { openHostGate } from '../support/host-gate.ts';
import { startRun } from '../support/lambox-command.ts';
import { writeFunction } from '../support/written-function.ts';

const identity = `import { randomUUID } from 'node:crypto';
const id = randomUUID();
export const handler = async ({ ms = 0 }) => {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return id;
};`;

test('ten at once use ten environments, eleven give one 429, a series uses one', async () => {
  using directory = writeFunction({ 'index.mjs': identity });
  const { command, url } = await startRun(['-m', '1769m', directory.path]);
  await using _ended = command;
  // With its log the answer comes when the environment is free again.
  const headers = { 'X-Amz-Log-Type': 'Tail' };
  const post = async (body: string) => {
    const response = await fetch(url, { method: 'POST', body, headers });
    const type = response.headers.get('x-amzn-errortype');
    return { status: response.status, type, text: await response.text() };
  };
  const series = new Set<string>();
  for (let count = 0; count < 10; count += 1) series.add((await post('{}')).text);
  expect(series.size).toBe(1);
  const overlapping = (count: number) =>
    Promise.all(Array.from({ length: count }, () => post('{"ms":4000}')));
  const ten = await overlapping(10);
  expect(ten.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
  expect(new Set(ten.map(({ text }) => text)).size).toBe(10);
  const throttled = (await overlapping(11)).filter(({ status }) => status !== 200);
  expect(throttled).toEqual([
    {
      status: 429,
      type: 'TooManyRequestsException',
      text:
        '{"Reason":"ReservedFunctionConcurrentInvocationLimitExceeded",' +
        '"Type":"User","message":"Rate Exceeded."}',
    },
  ]);
});

test('--concurrency 1: the second is throttled, an Event waits its turn', async () => {
  await using gate = await openHostGate();
  const source = `export const handler = async ({ waits }) => {
    if (waits) await fetch('${gate.url}');
  };`;
  using directory = writeFunction({ 'index.mjs': source });
  const { command, url } = await startRun(['--concurrency', '1', directory.path]);
  await using _ended = command;
  const first = fetch(url, { method: 'POST', body: '{"waits":true}' });
  await gate.reached();
  const second = await fetch(url, { method: 'POST', body: '{}' });
  expect(second.status).toBe(429);
  const headers = { 'X-Amz-Invocation-Type': 'Event', 'x-amzn-RequestId': crypto.randomUUID() };
  const event = await fetch(url, { method: 'POST', body: '{}', headers });
  expect(event.status).toBe(202);
  await gate.passOne();
  expect((await first).status).toBe(200);
  await command.said(new RegExp(`END RequestId: ${headers['x-amzn-RequestId']}`));
});
