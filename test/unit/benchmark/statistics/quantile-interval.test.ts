import { expect, test } from 'vitest';
import {
  changeInterval,
  quantileInterval,
} from '../../../../src/benchmark/statistics/quantile-interval.ts';
import { type Random, seededRandom } from '../../../../src/benchmark/statistics/random.ts';

/** About normal, by the sum of twelve. */
const normal = (random: Random) =>
  Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, -6);

const noisyRounds = (count: number, middle: number, random: Random) =>
  Array.from({ length: count }, () => [middle * Math.exp(0.1 * normal(random))]);

test('a quantile is that of all rounds together, as percentiles are', () => {
  const rounds = [[4, 1], [3], [], [2, 5]];
  const of = (share: number) => quantileInterval({ rounds, share }, null, seededRandom(1)).middle;
  expect([0, 0.5, 0.9, 1].map(of)).toEqual([1, 3, 4.6, 5]);
});

test.each([0.5, 0.9])('of 200 runs about 190 have the true quantile %f within', (share) => {
  const random = seededRandom(3);
  // Of 100 × e^(0.1 z): the quantile of the normal is 0 and 1.2816.
  const truth = 100 * Math.exp(0.1 * (share === 0.5 ? 0 : 1.2816));
  const hits = Array.from({ length: 200 }, () =>
    quantileInterval({ rounds: noisyRounds(60, 100, random), share }, null, random),
  ).filter(({ low, high }) => low <= truth && truth <= high).length;
  expect(hits).toBeGreaterThanOrEqual(178);
  expect(hits).toBeLessThan(200);
});

test('drift that both share cancels out', () => {
  const random = seededRandom(5);
  const drift = Array.from({ length: 30 }, (_, round) => 1 + round);
  const of = (factor: number) => ({ rounds: drift.map((value) => [value * factor]), share: 0.5 });
  const { low, middle, high } = quantileInterval(of(3), of(2), random);
  expect([low, middle, high]).toEqual([1.5, 1.5, 1.5]);
  const alone = quantileInterval(of(3), null, random);
  expect(alone.high / alone.low).toBeGreaterThan(1.2);
});

test('whole rounds are drawn: samples of one round are not independent', () => {
  const random = seededRandom(7);
  const middles = noisyRounds(20, 100, random);
  const rounds = middles.map(([value = 0]) => Array.from({ length: 25 }, () => value));
  const together = quantileInterval({ rounds, share: 0.5 }, null, random);
  const apart = { rounds: rounds.flat().map((value) => [value]), share: 0.5 };
  const asIfApart = quantileInterval(apart, null, random);
  const width = ({ low, high }: typeof together) => high - low;
  expect(width(together)).toBeGreaterThan(1.5 * width(asIfApart));
});

test('nothing comes of nothing', () => {
  expect(quantileInterval({ rounds: [], share: 0.5 }, null, seededRandom(1)).middle).toBeNaN();
  expect(quantileInterval({ rounds: [[], []], share: 0.5 }, null, seededRandom(1)).low).toBeNaN();
});

test('a change has the uncertainty of both sides', () => {
  const of = (middle: number, factor: number) => ({
    middle,
    low: middle / factor,
    high: middle * factor,
  });
  const exact = of(2, 1);
  const change = changeInterval(of(3, 1.1), exact);
  expect(change.middle).toBeCloseTo(1.5);
  expect(change.low).toBeCloseTo(1.5 / 1.1);
  expect(change.high).toBeCloseTo(1.5 * 1.1);
  const both = changeInterval(of(3, 1.1), of(2, 1.1));
  expect(both.high).toBeCloseTo(1.5 * 1.1 ** Math.SQRT2);
});
