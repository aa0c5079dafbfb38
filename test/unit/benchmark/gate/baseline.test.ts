import { expect, test } from 'vitest';
import { baselineOf, parseBaseline } from '../../../../src/benchmark/gate/baseline.ts';
import { calibratorKind } from '../../../../src/benchmark/gate/calibrator.ts';
import { testResult } from '../../../support/benchmark-result.ts';
import { gateMeasurement } from '../../../support/gate-measurement.ts';

const written = (rounds: number) =>
  baselineOf(testResult({ rounds: 20 }), gateMeasurement({ rounds }));

test('has of each contender and metric those percentiles that samples are enough for', () => {
  const baseline = written(30);
  expect(Object.keys(baseline.contenders)).toEqual(['a at 128 MB', 'b at 128 MB']);
  const figures = baseline.contenders['a at 128 MB']?.['cold.init'];
  expect(figures).toEqual({
    count: 30,
    p50: {
      middle: expect.closeTo(1, 0),
      low: expect.closeTo(1, 0),
      high: expect.closeTo(1, 0),
    },
  });
  expect(baseline.contenders['a at 128 MB']).not.toHaveProperty(['warm.answered']);
  expect(written(50).contenders['a at 128 MB']?.['cold.init']).toHaveProperty('p90');
  expect(baseline).toMatchObject({ date: '2026-11-26T20:00:00.000Z', calibrator: calibratorKind });
});

test('what was written is read as it was', () => {
  const baseline = written(50);
  expect(parseBaseline(JSON.stringify(baseline), 'f')).toEqual(baseline);
});

const changed = (members: object) => JSON.stringify({ ...written(20), ...members });
const figures = (of: unknown) => changed({ contenders: { a: { 'cold.init': of } } });

test.each([
  ['no JSON', '{', 'f is no baseline of lambox bench'],
  ['a list', '[]', 'f is no baseline'],
  ['foreign', '{"schemaVersion":1}', 'f is no baseline'],
  ['old', changed({ schemaVersion: 0 }), 'is of version 0, expected 1'],
  ['another unit', changed({ calibrator: 'x' }), 'has the calibrator "x", expected'],
  ['no date', changed({ date: undefined }), 'does not say when and where'],
  ['no conditions', changed({ conditions: null }), 'does not say when and where'],
  ['no contenders', changed({ contenders: [] }), 'has no contenders'],
  ['no metrics', changed({ contenders: { a: 1 } }), 'of a has no figures'],
  ['no count', figures({}), 'cold.init of a has no figures'],
  ['no interval', figures({ count: 20, p50: 1 }), 'cold.init of a has no figures'],
  ['ends', figures({ count: 20, p50: { low: 2, middle: 1, high: 3 } }), 'cold.init of a'],
  ['zero', figures({ count: 20, p50: { low: 0, middle: 1, high: 3 } }), 'cold.init of a'],
])('%s is refused', (_, text, problem) => {
  expect(() => parseBaseline(text, 'f')).toThrow(
    expect.objectContaining({
      code: 'InvalidOption',
      message: expect.stringContaining(problem),
      remedy: expect.stringContaining('--update-baseline'),
    }),
  );
});
