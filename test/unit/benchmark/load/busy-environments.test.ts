import { expect, test } from 'vitest';
import { busyEnvironments } from '../../../../src/benchmark/load/busy-environments.ts';

const event = (environmentId: string | null, sentMs: number, settledMs: number) => ({
  environmentId,
  sentMs,
  settledMs,
});

test('counts what served, and how many at once', () => {
  const events = [event('a', 0, 10), event('b', 5, 20), event('a', 10, 30), event('c', 40, 50)];
  expect(busyEnvironments(events)).toEqual({ count: 3, atOnceMax: 2 });
});

test('an event that waited for an environment did not have one meanwhile', () => {
  const events = [event('a', 0, 10), event('b', 1, 30), event('a', 5, 20)];
  expect(busyEnvironments(events)).toEqual({ count: 2, atOnceMax: 2 });
});

test('an event that was throttled had none', () => {
  expect(busyEnvironments([event(null, 0, 10), event('a', 0, 10)])).toEqual({
    count: 1,
    atOnceMax: 1,
  });
});

test('none of none', () => {
  expect(busyEnvironments([])).toEqual({ count: 0, atOnceMax: 0 });
});
