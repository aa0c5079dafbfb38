import { percentileOfSorted } from './percentile.ts';
import type { Random } from './random.ts';

/** A median and where it would lie in 95 of 100 runs like this one. */
export interface Interval {
  readonly middle: number;
  readonly low: number;
  readonly high: number;
}

const resamples = 2_000;

/**
 * Bootstrap of the median: the values are drawn again, with replacement, and the medians of the
 * draws give the interval.
 */
export function medianInterval(values: readonly number[], random: Random): Interval {
  const sorted = Float64Array.from(values).sort();
  const medians = Float64Array.from({ length: resamples }, () => medianOfDraw(sorted, random));
  medians.sort();
  return {
    middle: percentileOfSorted(sorted, 0.5),
    low: percentileOfSorted(medians, 0.025),
    high: percentileOfSorted(medians, 0.975),
  };
}

/** Counts how often each value is drawn: cheaper than to sort every draw. */
function medianOfDraw(sorted: Float64Array, random: Random): number {
  const { length } = sorted;
  const times = new Uint32Array(length);
  for (let drawn = 0; drawn < length; drawn += 1) {
    const at = Math.floor(random() * length);
    times[at] = (times[at] ?? 0) + 1;
  }
  const lower = valueOfRank(sorted, times, Math.floor((length - 1) / 2));
  return (lower + valueOfRank(sorted, times, Math.ceil((length - 1) / 2))) / 2;
}

function valueOfRank(sorted: Float64Array, times: Uint32Array, rank: number): number {
  let passed = 0;
  for (let at = 0; at < times.length; at += 1) {
    passed += times[at] ?? 0;
    if (passed > rank) return sorted[at] ?? Number.NaN;
  }
  return Number.NaN;
}
