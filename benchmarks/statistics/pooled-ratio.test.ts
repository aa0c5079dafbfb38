import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/benchmark/statistics/random.ts';
import { ratioInterval } from '../../src/benchmark/statistics/ratio.ts';
import { pooledRatioInterval } from './pooled-ratio.ts';

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('ratio of a far percentile', () => {
  const blocks = (factor: number, seed = 7) => {
    const random = seededRandom(seed);
    return Array.from({ length: 12 }, () => upTo(200).map(() => factor * -Math.log(random())));
  };

  it('is of all rounds together, and its interval lies about the truth', () => {
    const contender = blocks(3, 8);
    const { low, middle, high } = pooledRatioInterval(contender, blocks(1), 0.99, seededRandom(1));
    expect(middle).toBeGreaterThan(low);
    expect(middle).toBeLessThan(high);
    expect(low).toBeGreaterThan(2);
    expect(low).toBeLessThan(3);
    expect(high).toBeLessThan(4);
  });

  it('sees a tail that the medians do not', () => {
    const calm = blocks(1);
    const tailed = calm.map((block) => block.map((value, at) => (at % 50 === 0 ? 100 : value)));
    const far = pooledRatioInterval(tailed, calm, 0.99, seededRandom(1));
    expect(far.low).toBeGreaterThan(2);
    expect(ratioInterval(tailed, calm, seededRandom(1)).high).toBeLessThan(1.2);
  });
});
