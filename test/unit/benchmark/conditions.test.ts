import { expect, test } from 'vitest';
import { readBusyness } from '../../../src/benchmark/conditions.ts';

test('how busy the machine is', () => {
  const { loadAverage, stealSeconds } = readBusyness();
  expect(loadAverage).toBeGreaterThanOrEqual(0);
  if (stealSeconds !== null) expect(stealSeconds).toBeGreaterThanOrEqual(0);
});
