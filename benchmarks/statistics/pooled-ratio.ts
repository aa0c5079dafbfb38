import type { Interval } from '../../src/benchmark/statistics/median-interval.ts';
import { percentileOfSorted } from '../../src/benchmark/statistics/percentile.ts';
import type { Random } from '../../src/benchmark/statistics/random.ts';
import type { Samples } from '../../src/benchmark/statistics/ratio.ts';

const resamples = 500;

/**
 * How a far percentile compares with the reference's. One round has too few samples for it, so all
 * rounds are pooled; the bootstrap draws whole rounds, the same of both, because samples of a round
 * resemble each other.
 * @param share from 0 to 1
 */
export function pooledRatioInterval(
  contender: readonly Samples[],
  reference: readonly Samples[],
  share: number,
  random: Random,
): Interval {
  const rounds = Math.min(contender.length, reference.length);
  const ratioOf = (drawn: readonly number[]) =>
    pooled(contender, drawn, share) / pooled(reference, drawn, share);
  const all = Array.from({ length: rounds }, (_, round) => round);
  const ratios = Float64Array.from({ length: resamples }, () =>
    ratioOf(all.map(() => Math.floor(random() * rounds))),
  ).sort();
  return {
    middle: ratioOf(all),
    low: percentileOfSorted(ratios, 0.025),
    high: percentileOfSorted(ratios, 0.975),
  };
}

function pooled(blocks: readonly Samples[], drawn: readonly number[], share: number): number {
  const values = Float64Array.from(drawn.flatMap((round) => blocks[round] ?? []));
  return percentileOfSorted(values.sort(), share);
}
