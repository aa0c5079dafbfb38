/**
 * The value below which a share of the sorted values lies, interpolated between neighbours.
 * @param share from 0 to 1
 * @returns `NaN` where there are no values
 */
export function percentileOfSorted(sorted: ArrayLike<number>, share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

export function median(values: readonly number[]): number {
  return percentileOfSorted(Float64Array.from(values).sort(), 0.5);
}

/** What a set of samples says, and no more: a percentile needs enough samples beyond it. */
export interface Summary {
  readonly count: number;
  readonly min: number;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
}

/** How many samples a percentile needs. */
export const samplesFor = { p50: 20, p90: 50, p99: 1_000, p999: 10_000 } as const;

/** Which percentiles reports of rounds have. */
export const percentiles = {
  p50: { share: 0.5, samplesMin: samplesFor.p50 },
  p90: { share: 0.9, samplesMin: samplesFor.p90 },
  p99: { share: 0.99, samplesMin: samplesFor.p99 },
} as const;

export type Percentile = keyof typeof percentiles;

export const percentileNames = Object.keys(percentiles) as readonly Percentile[];

export function summarize(values: readonly number[]): Summary {
  const sorted = Float64Array.from(values).sort();
  const count = sorted.length;
  const at = (name: Percentile) => {
    const { share, samplesMin } = percentiles[name];
    return count < samplesMin ? null : percentileOfSorted(sorted, share);
  };
  return {
    count,
    min: sorted[0] ?? Number.NaN,
    p50: at('p50'),
    p90: at('p90'),
    p99: at('p99'),
  };
}
