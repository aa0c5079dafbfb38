import { expect, test } from 'vitest';
import { createWaitUntil } from '../../../../src/benchmark/load/wait-until.ts';
import { systemClock } from '../../../../src/timeline/clock.ts';

test('never resolves before the moment', async () => {
  const waitUntil = createWaitUntil(systemClock, new AbortController().signal);
  for (const ms of [0.3, 1.7, 4.2]) {
    const atMs = systemClock.monotonicMs() + ms;
    await waitUntil(atMs);
    expect(systemClock.monotonicMs()).toBeGreaterThanOrEqual(atMs);
  }
});

test('a moment that is over takes a turn of the event loop, so that answers get in', async () => {
  const waitUntil = createWaitUntil(systemClock, new AbortController().signal);
  let answered = false;
  setImmediate(() => {
    answered = true;
  });
  await waitUntil(systemClock.monotonicMs() - 1_000);
  expect(answered).toBe(true);
});

test('an aborted signal ends the wait', async () => {
  const controller = new AbortController();
  const waitUntil = createWaitUntil(systemClock, controller.signal);
  const waiting = waitUntil(systemClock.monotonicMs() + 3_600_000);
  controller.abort();
  await waiting;
});
