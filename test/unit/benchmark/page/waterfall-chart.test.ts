import { expect, test } from 'vitest';
import { middleColdStart } from '../../../../src/benchmark/page/waterfall-chart.ts';
import { coldSample, warmSample } from '../../../support/benchmark-samples.ts';

test('the cold start in the middle is a real one', () => {
  const cold = [50, 10, 30, 40].map((initMs, round) => coldSample('a', round, initMs));
  expect(middleColdStart([...cold, warmSample('a', 0)])).toBe(cold[2]);
  expect(middleColdStart([warmSample('a', 0)])).toBeNull();
});
