import { expect, test } from 'vitest';
import { comparedMetrics, metrics, roundsOf, valuesOf } from '../../../src/benchmark/metric.ts';
import { coldSample, warmSample } from '../../support/benchmark-samples.ts';

const named = (wanted: string) => {
  const metric = metrics.find(({ name }) => name === wanted);
  if (metric === undefined) throw new Error(`no metric ${wanted}`);
  return metric;
};

test('a metric has the samples of its kind of start alone', () => {
  const samples = [coldSample('a', 0, 30), warmSample('a', 0, 2), warmSample('a', 1, 3)];
  expect(valuesOf(samples, named('cold.init'))).toEqual([30]);
  expect(valuesOf(samples, named('cold.answered'))).toEqual([90]);
  expect(valuesOf(samples, named('warm.answered'))).toEqual([2, 3]);
});

test('rounds are in order, whatever the order of the samples', () => {
  const samples = [warmSample('a', 2, 5), warmSample('a', 0, 1), warmSample('a', 2, 6)];
  expect(roundsOf(samples, named('warm.answered'))).toEqual([[1], [5, 6]]);
});

test('only what no other metric is a part of is compared', () => {
  expect(comparedMetrics.map(({ name }) => name)).toEqual([
    'cold.answered',
    'cold.init',
    'warm.answered',
  ]);
});
