import { describe, expect, it } from 'vitest';
import { medianInterval } from '../../../../src/benchmark/statistics/median-interval.ts';
import { isTooNoisy } from '../../../../src/benchmark/statistics/noise.ts';
import {
  median,
  percentileOfSorted,
  summarize,
} from '../../../../src/benchmark/statistics/percentile.ts';
import { seededRandom, shuffled } from '../../../../src/benchmark/statistics/random.ts';
import { ratioInterval } from '../../../../src/benchmark/statistics/ratio.ts';

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** Sum of twelve: near enough to a normal distribution of mean 0 and deviation 1. */
const normal = (random: () => number) => upTo(12).reduce((sum) => sum + random(), 0) - 6;

describe('percentiles', () => {
  it('lie between neighbours where no value is in place', () => {
    expect(percentileOfSorted([1, 2, 3, 4], 0.5)).toBe(2.5);
    expect(percentileOfSorted([10, 20, 30, 40, 50], 0.9)).toBeCloseTo(46);
    expect(percentileOfSorted([7], 0.99)).toBe(7);
    expect(percentileOfSorted([1, 2], 1)).toBe(2);
    expect(percentileOfSorted([], 0.5)).toBeNaN();
  });

  it('do not depend on the order, nor change it', () => {
    const values = [100, 9, 20, 3, 1];
    expect(median(values)).toBe(9);
    expect(values).toEqual([100, 9, 20, 3, 1]);
  });

  it('are given only where enough samples are', () => {
    expect(summarize(upTo(19))).toEqual({ count: 19, min: 1, p50: null, p90: null, p99: null });
    expect(summarize(upTo(20))).toMatchObject({ p50: 10.5, p90: null });
    expect(summarize(upTo(50))).toMatchObject({ p50: 25.5, p90: expect.closeTo(45.1), p99: null });
    expect(summarize(upTo(999)).p99).toBeNull();
    expect(summarize(upTo(1_000)).p99).toBeCloseTo(990.01);
  });
});

describe('random numbers', () => {
  it('are the same for the same seed and spread evenly', () => {
    const [one, again, other] = [seededRandom(1), seededRandom(1), seededRandom(2)];
    const numbers = upTo(10_000).map(() => one());
    expect(numbers.slice(0, 5)).toEqual(upTo(5).map(() => again()));
    expect(numbers[0]).not.toBe(other());
    const tenths = upTo(10).map(
      (tenth) => numbers.filter((value) => Math.floor(value * 10) === tenth - 1).length,
    );
    for (const count of tenths) expect(Math.abs(count - 1_000)).toBeLessThan(120);
  });

  it('put each item first about as often as any other', () => {
    const random = seededRandom(3);
    const firsts = upTo(3_000).map(() => shuffled(['a', 'b', 'c'], random)[0]);
    for (const item of ['a', 'b', 'c']) {
      expect(Math.abs(firsts.filter((first) => first === item).length - 1_000)).toBeLessThan(120);
    }
    expect(shuffled(upTo(9), random).toSorted()).toEqual(upTo(9));
  });
});

describe('the interval of a median', () => {
  it('holds the true median in about 95 of 100 runs', () => {
    const random = seededRandom(4);
    const runs = 150;
    const hits = upTo(runs).filter(() => {
      const { low, high } = medianInterval(
        upTo(31).map(() => 5 + normal(random)),
        random,
      );
      return low <= 5 && 5 <= high;
    });
    expect(hits.length / runs).toBeGreaterThan(0.88);
    expect(hits.length / runs).toBeLessThan(0.995);
  });

  it('becomes narrower with more values', () => {
    const random = seededRandom(5);
    const width = (count: number) => {
      const { low, high } = medianInterval(
        upTo(count).map(() => normal(random)),
        random,
      );
      return high - low;
    };
    expect(width(400)).toBeLessThan(width(20) / 2);
  });

  it('is a point where all values are the same', () => {
    expect(medianInterval([2, 2, 2], seededRandom(6))).toEqual({ middle: 2, low: 2, high: 2 });
  });
});

describe('a ratio', () => {
  it('is not moved by drift that both have', () => {
    const random = seededRandom(7);
    const speeds = upTo(20).map((round) => 1 + round / 4);
    const samples = (base: number) =>
      speeds.map((speed) => upTo(15).map(() => base * speed * (1 + random() / 50)));
    const { middle, low, high } = ratioInterval(samples(0.8), samples(1), random);
    expect(middle).toBeCloseTo(0.8, 2);
    expect(high - low).toBeLessThan(0.02);
  });

  it('of a contender to itself has 1 in its interval, nearly always', () => {
    const random = seededRandom(8);
    const samples = () => upTo(40).map(() => [10 + normal(random)]);
    const hits = upTo(100).filter(() => {
      const { low, high } = ratioInterval(samples(), samples(), random);
      return low <= 1 && 1 <= high;
    });
    expect(hits.length).toBeGreaterThan(88);
  });
});

describe('noise', () => {
  const interval = (low: number, high: number) => ({ low, middle: (low + high) / 2, high });

  it('is too much where the reference differs from itself by a tenth', () => {
    expect(isTooNoisy(interval(0.91, 1.09))).toBe(false);
    expect(isTooNoisy(interval(0.89, 1))).toBe(true);
    expect(isTooNoisy(interval(1, 1.11))).toBe(true);
  });
});
