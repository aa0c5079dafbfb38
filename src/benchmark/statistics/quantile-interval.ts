import type { Interval } from './median-interval.ts';
import { percentileOfSorted } from './percentile.ts';
import type { Random } from './random.ts';
import type { Samples } from './ratio.ts';

/** What is read from the samples of all rounds together: 0.5 is the median. */
export interface Quantile {
  readonly rounds: readonly Samples[];
  /** From 0 to 1. */
  readonly share: number;
}

const resamples = 2_000;

/**
 * A quantile and where it would lie in 95 of 100 runs like this one. Whole rounds are drawn again,
 * with replacement: the samples of a round share a container and a moment, and are no more
 * independent than that.
 * @param divisor drawn together with it, round by round, so that drift of the machine cancels out
 * @returns `NaN` where there are no samples
 */
export function quantileInterval(
  quantile: Quantile,
  divisor: Quantile | null,
  random: Random,
): Interval {
  const counts = [quantile, ...(divisor === null ? [] : [divisor])].map((of) => of.rounds.length);
  const length = Math.min(...counts);
  const above = drawable(quantile, length);
  const below = divisor === null ? null : drawable(divisor, length);
  const of = (times: Uint32Array) => above(times) / (below === null ? 1 : below(times));
  const drawn = Float64Array.from({ length: resamples }, () => of(drawTimes(length, random)));
  drawn.sort();
  return {
    middle: of(new Uint32Array(length).fill(1)),
    low: percentileOfSorted(drawn, 0.025),
    high: percentileOfSorted(drawn, 0.975),
  };
}

/** How often each round is drawn. */
function drawTimes(length: number, random: Random): Uint32Array {
  const times = new Uint32Array(length);
  for (let drawn = 0; drawn < length; drawn += 1) {
    const at = Math.floor(random() * length);
    times[at] = (times[at] ?? 0) + 1;
  }
  return times;
}

/** Sorted once: each draw then only counts through the samples. */
function drawable({ rounds, share }: Quantile, length: number): (times: Uint32Array) => number {
  const samples = rounds
    .slice(0, length)
    .flatMap((values, round) => values.map((value) => ({ value, round })))
    .sort((a, b) => a.value - b.value);
  const values = Float64Array.from(samples, ({ value }) => value);
  const roundOf = Uint32Array.from(samples, ({ round }) => round);
  return (times) => {
    let count = 0;
    for (const round of roundOf) count += times[round] ?? 0;
    const place = (count - 1) * share;
    const below = valueOfRank(values, roundOf, times, Math.floor(place));
    if (Number.isInteger(place)) return below;
    const above = valueOfRank(values, roundOf, times, Math.ceil(place));
    return below + (above - below) * (place - Math.floor(place));
  };
}

function valueOfRank(
  values: Float64Array,
  roundOf: Uint32Array,
  times: Uint32Array,
  rank: number,
): number {
  let passed = 0;
  for (let at = 0; at < values.length; at += 1) {
    passed += times[roundOf[at] ?? 0] ?? 0;
    if (passed > rank) return values[at] ?? Number.NaN;
  }
  return Number.NaN;
}

/**
 * How an interval relates to one that was measured at another time and is known by its ends alone:
 * in logarithms, the distances from middle to end add up as those of independent values do
 * (Zou and Donner's method of variance estimates recovery).
 */
export function changeInterval(now: Interval, before: Interval): Interval {
  const distance = (a: number, b: number) => Math.log(a) - Math.log(b);
  const middle = distance(now.middle, before.middle);
  const down = Math.hypot(distance(now.middle, now.low), distance(before.high, before.middle));
  const up = Math.hypot(distance(now.high, now.middle), distance(before.middle, before.low));
  return { middle: Math.exp(middle), low: Math.exp(middle - down), high: Math.exp(middle + up) };
}
