import { expect, test } from 'vitest';
import { parseBar } from '../../../../src/benchmark/gate/bar.ts';
import { baselineOf } from '../../../../src/benchmark/gate/baseline.ts';
import { baselineChanges, judgeBars, outcomeOf } from '../../../../src/benchmark/gate/verdict.ts';
import { testResult } from '../../../support/benchmark-result.ts';
import { gateMeasurement } from '../../../support/gate-measurement.ts';

const interval = (low: number, high: number) => ({ low, middle: (low + high) / 2, high });

test('broken beyond the bar and the control, held within, else undecided', () => {
  const control = interval(0.97, 1.03);
  expect(outcomeOf(interval(1.12, 1.2), 1.1, control)).toEqual({ outcome: 'broken', reason: null });
  expect(outcomeOf(interval(0.95, 1.1), 1.1, control)).toEqual({ outcome: 'held', reason: null });
  expect(outcomeOf(interval(1.05, 1.2), 1.1, control).outcome).toBe('undecided');
  expect(outcomeOf(interval(1, 1.15), 1.1, control).outcome).toBe('undecided');
  expect(outcomeOf(interval(1.12, 1.2), 1.1, interval(0.9, 1.15))).toEqual({
    outcome: 'undecided',
    reason: 'the same thing measured twice differs by as much',
  });
  expect(outcomeOf(interval(260, 300), 250).outcome).toBe('broken');
  expect(outcomeOf(interval(Number.NaN, Number.NaN), 250).outcome).toBe('undecided');
});

const slowerB = (factor: number) => ({
  slower: ({ name }: { readonly name: string }) => (name.startsWith('b') ? factor : 1),
});

const baseline = baselineOf(testResult({ rounds: 20 }), gateMeasurement({ seed: 99 }));
const bars = [parseBar('init.p50>+10%')];

const outcomes = (seed: number, factor: number, machine: number) =>
  judgeBars(bars, gateMeasurement({ seed, machine, ...slowerB(factor) }), baseline).map(
    ({ contender, outcome }) => [contender[0], outcome],
  );

test('on a machine of another speed the same thing holds, in each of 20 runs', () => {
  for (let seed = 0; seed < 20; seed += 1) {
    const machine = 0.5 + seed / 10;
    expect(outcomes(seed, 1, machine)).toEqual([
      ['a', 'held'],
      ['b', 'held'],
    ]);
  }
});

test('an init slower by a quarter breaks a bar of a tenth in each of 20 runs, alone', () => {
  for (let seed = 0; seed < 20; seed += 1) {
    expect(outcomes(seed, 1.25, 2)).toEqual([
      ['a', 'held'],
      ['b', 'broken'],
    ]);
  }
});

test('without a baseline per cent are of the reference, which has no bar itself', () => {
  const verdicts = judgeBars(bars, gateMeasurement(slowerB(1.25)), null);
  expect(verdicts).toMatchObject([{ contender: 'b at 128 MB', outcome: 'broken' }]);
});

test('times are of every contender; too few samples leave it open', () => {
  const ms = [parseBar('init.p50>30ms'), parseBar('cold.answered.p50>1s')];
  const judged = judgeBars(ms, gateMeasurement(), null);
  expect(judged.map(({ outcome }) => outcome)).toEqual(['broken', 'broken', 'held', 'held']);
  const [few] = judgeBars(ms, gateMeasurement({ rounds: 5 }), null);
  expect(few).toMatchObject({ outcome: 'undecided', reason: '5 samples, 20 are needed' });
  const [none] = judgeBars([parseBar('warm.answered.p50>+1%')], gateMeasurement(), baseline);
  expect(none).toMatchObject({ outcome: 'undecided', reason: '0 samples, 20 are needed' });
});

test('changes since the baseline, of what is compared and was measured', () => {
  const changes = baselineChanges(gateMeasurement({ machine: 2, ...slowerB(1.25) }), baseline);
  expect(changes.map(({ contender, metric }) => [contender[0], metric])).toEqual([
    ['a', 'cold.answered'],
    ['a', 'cold.init'],
    ['b', 'cold.answered'],
    ['b', 'cold.init'],
  ]);
  expect(changes[1]).toMatchObject({ finding: 'noDifference' });
  expect(changes[3]).toMatchObject({ finding: 'slower' });
});
