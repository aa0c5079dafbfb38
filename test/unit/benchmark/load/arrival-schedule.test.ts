import { expect, test } from 'vitest';
import { arrivalMs, countOfArrivals } from '../../../../src/benchmark/load/arrival-schedule.ts';

test.each([
  [50, 60, 3_000],
  [0.1, 30, 3],
  [2.5, 3, 7],
  [0.01, 1, 1],
])('%d a second for %d s are %d events', (eventsPerSecond, durationSeconds, count) => {
  expect(countOfArrivals({ eventsPerSecond, durationSeconds })).toBe(count);
});

test('events are always the same distance apart, from the first at 0', () => {
  const rate = { eventsPerSecond: 8, durationSeconds: 1 };
  expect([0, 1, 2, 7].map((number) => arrivalMs(number, rate))).toEqual([0, 125, 250, 875]);
});
