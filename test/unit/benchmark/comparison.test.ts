import { expect, test } from 'vitest';
import { compareContenders, findingOf } from '../../../src/benchmark/comparison.ts';
import type { Contender } from '../../../src/benchmark/contender.ts';
import { seededRandom } from '../../../src/benchmark/statistics/random.ts';
import { noisySamples, twoContenders } from '../../support/benchmark-samples.ts';

const interval = (low: number, high: number) => ({ low, middle: (low + high) / 2, high });

test('a difference is claimed beyond 1 and beyond the control', () => {
  expect(findingOf(interval(1.05, 1.1), interval(0.98, 1.02))).toBe('slower');
  expect(findingOf(interval(0.9, 0.95), interval(0.98, 1.02))).toBe('faster');
  expect(findingOf(interval(0.99, 1.1), interval(0.98, 1.02))).toBe('noDifference');
  expect(findingOf(interval(1.05, 1.1), interval(0.98, 1.06))).toBe('noDifference');
  expect(findingOf(interval(1.5, 1.6), interval(0.8, 1.02))).toBe('tooNoisy');
});

const findings = (seed: number, slower?: (contender: Contender) => number) => {
  const random = seededRandom(seed);
  const contenders = twoContenders();
  const samples = noisySamples(contenders, 30, random, slower);
  return compareContenders(contenders, samples, random).filter(
    ({ contender, metric }) => contender === 'b at 128 MB' && metric === 'cold.init',
  );
};

test('of 40 runs of the same thing at most one claims a difference', () => {
  const claims = Array.from({ length: 40 }, (_, seed) => findings(seed))
    .flat()
    .filter(({ finding }) => finding === 'faster' || finding === 'slower');
  expect(claims.length).toBeLessThanOrEqual(1);
});

test('an init that is slower by a fifth is found in 30 rounds', () => {
  const isSlower = ({ name }: Contender) => (name.startsWith('b') ? 1.2 : 1);
  for (let seed = 0; seed < 10; seed += 1) {
    expect(findings(seed, isSlower)).toMatchObject([{ finding: 'slower' }]);
  }
});

test('the control stands for itself, and what has no sample is left out', () => {
  const contenders = twoContenders();
  const random = seededRandom(1);
  const compared = compareContenders(contenders, noisySamples(contenders, 5, random), random);
  expect(compared.map(({ contender, metric }) => [contender, metric])).toEqual([
    ['b at 128 MB', 'cold.answered'],
    ['b at 128 MB', 'cold.init'],
    ['a at 128 MB, again', 'cold.answered'],
    ['a at 128 MB, again', 'cold.init'],
  ]);
  expect(compareContenders(contenders, [], random)).toEqual([]);
});
