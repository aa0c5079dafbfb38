import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import type { FunctionOptions } from '../../src/function-options.ts';
import type { LambdaFunction } from '../../src/lambda-function.ts';
import { systemClock } from '../../src/timeline/clock.ts';
import { heldBytes } from '../support/held-memory.ts';
import { useSandbox } from '../support/test-sandbox.ts';

const mebibyte = 1_048_576;
const sandbox = useSandbox();
const open: AsyncDisposable[] = [];

async function create(options: Partial<FunctionOptions> = {}): Promise<LambdaFunction> {
  const tested = await sandbox.create('streaming', { timeoutSeconds: 100, ...options });
  open.push(tested);
  return tested.lambda;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((tested) => tested[Symbol.asyncDispose]()));
});

/** Reads all of it: how much came when, and how much memory was held on the way. */
async function measure(body: Readable) {
  const heldBefore = heldBytes();
  const arrivals: { readonly bytes: number; readonly atMs: number }[] = [];
  let bytes = 0;
  let measuredAt = 0;
  let grownBytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    arrivals.push({ bytes, atMs: systemClock.monotonicMs() });
    if (bytes - measuredAt < 16 * mebibyte) continue;
    measuredAt = bytes;
    grownBytes = Math.max(grownBytes, heldBytes() - heldBefore);
  }
  return { bytes, arrivals, grownBytes };
}

test('200 MB pass through memory that stays flat, and one byte more is too many', async () => {
  const lambda = await create({ isolation: 'fast' });
  const most = await lambda.invokeStream({ act: 'fill', bytes: 209_715_200 });
  const { bytes, grownBytes } = await measure(most.body);
  expect(bytes).toBe(209_715_200);
  expect(grownBytes).toBeLessThan(32 * mebibyte);
  expect(await most.end).toEqual({ errorCode: null, errorDetails: null });
  // Some 70 MB is what Node.js and the runtime client need by themselves.
  expect((await most.settled).report.maxMemoryUsedMb).toBeLessThan(170);
  const more = await lambda.invokeStream({ act: 'fill', bytes: 209_715_201 });
  expect((await measure(more.body)).bytes).toBe(209_715_200);
  expect(await more.end).toEqual({
    errorCode: 'Function.ResponseSizeTooLarge',
    errorDetails: expect.stringContaining('(209715200 bytes)'),
  });
  expect((await more.settled).functionError).toBe('Unhandled');
});

test('behind 6 MiB it goes at 2 MiB a second', async () => {
  const lambda = await create();
  const { body, settled } = await lambda.invokeStream({ act: 'fill', bytes: 9 * mebibyte });
  const { arrivals } = await measure(body);
  const momentOf = (bytes: number): number =>
    arrivals.find((arrival) => arrival.bytes >= bytes)?.atMs ?? Number.NaN;
  const tailMs = momentOf(9 * mebibyte) - momentOf(6 * mebibyte);
  // 3 MiB, of which 0.25 are ahead of their credit; the machine may be slow, never fast.
  expect(tailMs).toBeGreaterThan(1_200);
  expect(momentOf(6 * mebibyte) - momentOf(1)).toBeLessThan(tailMs * 2);
  expect((await settled).functionError).toBeNull();
});

test('a reader that stops stops the function; it goes on when he does', async () => {
  const lines: string[] = [];
  const lambda = await create({ isolation: 'fast', onLog: ({ text }) => void lines.push(text) });
  const wrote = () => lines.filter((line) => /wrote \d+ MiB/.test(line)).length;
  const { body, settled } = await lambda.invokeStream({ act: 'count', mebibytes: 64 });
  let seen = -1;
  while (seen < wrote() || seen <= 0) {
    seen = wrote();
    await sleep(400);
  }
  expect(wrote()).toBeLessThan(24);
  expect((await measure(body)).bytes).toBe(64 * mebibyte);
  const { logs, functionError, report } = await settled;
  expect(functionError).toBeNull();
  expect(logs.map(({ text }) => text).join('\n')).toContain('all is written');
  expect(report.maxMemoryUsedMb).toBeLessThan(170);
});

test('a caller that goes away lets the function run to its end', async () => {
  const lambda = await create();
  const { body, end, settled } = await lambda.invokeStream({ act: 'count', mebibytes: 4 });
  await once(body, 'readable');
  body.destroy();
  const { logs, functionError } = await settled;
  expect(functionError).toBeNull();
  expect(logs.map(({ text }) => text).join('\n')).toContain('all is written');
  expect(await end).toEqual({ errorCode: null, errorDetails: null });
  expect((await lambda.invoke({ act: 'type' })).startKind).toBe('warm');
});
