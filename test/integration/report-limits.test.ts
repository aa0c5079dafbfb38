import { expect, it } from 'vitest';
import type { InvocationResult } from '../../src/invocation/invocation-result.ts';
import type { LimitName } from '../../src/invocation/limit-uses.ts';
import { useSandbox } from '../support/test-sandbox.ts';

const tests = useSandbox();
const mebibyte = 1024 * 1024;

/** `NaN` where it is not known. */
function usedOf({ limits }: InvocationResult): Partial<Record<LimitName, number>> {
  return Object.fromEntries((limits ?? []).map(({ name, used }) => [name, used ?? Number.NaN]));
}

it('says what an event took of each limit', async () => {
  await using tested = await tests.create('storage', {
    reportLimits: true,
    timeoutSeconds: 30,
    variables: { TABLE: 'orders' },
  });
  const first = usedOf(await tested.invoke({ action: 'list' }));
  expect(first.tmp).toBeLessThan(mebibyte);
  expect(first.event).toBe('{"action":"list"}'.length);
  expect(first.response).toBe('[]'.length);
  expect(first.variables).toBe('{"TABLE":"orders"}'.length);
  expect(first.code).toBeGreaterThan(500);
  expect(first.threads).toBeGreaterThan(4);
  await tested.invoke({ action: 'fill', file: '/tmp/a', megabytes: 100 });
  const second = usedOf(await tested.invoke({ action: 'open', count: 200 }));
  expect(second.tmp).toBeGreaterThanOrEqual(100 * mebibyte);
  expect(second.tmp).toBeLessThan(102 * mebibyte);
  // The runtime opens and closes a few of its own.
  const opened = (second.descriptors ?? 0) - (first.descriptors ?? 0);
  expect(opened).toBeGreaterThan(190);
  expect(opened).toBeLessThan(220);
});

it('says the most that an event had, not what it left, and each event its own', async () => {
  await using tested = await tests.create('storage', { reportLimits: true, timeoutSeconds: 30 });
  // It is looked every 25 ms; the machine may be busy.
  const held = { action: 'hold', descriptors: 300, megabytes: 50, waitMs: 1_500 };
  const result = await tested.invoke(held);
  expect(result.payload).toEqual([]);
  const most = usedOf(result);
  expect(most.descriptors).toBeGreaterThan(300);
  expect(most.tmp).toBeGreaterThanOrEqual(50 * mebibyte);
  const next = usedOf(await tested.invoke({ action: 'list' }));
  expect(next.descriptors).toBeLessThan(100);
  expect(next.tmp).toBeLessThan(mebibyte);
});

it('counts processes and threads that are gone when the event ends', async () => {
  await using tested = await tests.create('storage', { reportLimits: true, timeoutSeconds: 30 });
  const before = usedOf(await tested.invoke({ action: 'list' })).threads ?? Number.NaN;
  const crowd = { action: 'crowd', processes: 40, threads: 10, waitMs: 1_500 };
  const most = usedOf(await tested.invoke(crowd)).threads;
  expect(most).toBeGreaterThanOrEqual(before + 50);
  // The runtime may have started a few of its own.
  expect(most).toBeLessThan(before + 70);
  expect(usedOf(await tested.invoke({ action: 'list' })).threads).toBeLessThan(before + 20);
});

it('says also what a reset took away', async () => {
  await using tested = await tests.create('storage', { reportLimits: true, timeoutSeconds: 5 });
  await tested.invoke({ action: 'list' });
  const held = { action: 'hold', descriptors: 300, megabytes: 10, waitMs: 60_000 };
  const result = await tested.invoke(held);
  expect(result.report.status).toBe('timeout');
  const most = usedOf(result);
  expect(most.descriptors).toBeGreaterThan(300);
  expect(most.threads).toBeGreaterThan(4);
  expect(most.tmp).toBeGreaterThanOrEqual(10 * mebibyte);
});

it('says nothing where it is not asked', async () => {
  await using tested = await tests.create('storage');
  expect(await tested.invoke({ action: 'list' })).not.toHaveProperty('limits');
});
