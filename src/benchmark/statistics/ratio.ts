import { type Interval, medianInterval } from './median-interval.ts';
import { median } from './percentile.ts';
import type { Random } from './random.ts';

/** One round's samples of one contender. */
export type Samples = readonly number[];

/**
 * How a contender compares with the reference: each round gives one ratio of medians, measured
 * within the same seconds, so that drift of the machine cancels out.
 */
export function ratioInterval(
  contender: readonly Samples[],
  reference: readonly Samples[],
  random: Random,
): Interval {
  const rounds = Math.min(contender.length, reference.length);
  const ratios = Array.from(
    { length: rounds },
    (_, round) => median(contender[round] ?? []) / median(reference[round] ?? []),
  );
  return medianInterval(ratios, random);
}
