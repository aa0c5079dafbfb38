import { createHistogram } from 'node:perf_hooks';
import { samplesFor } from '../statistics/percentile.ts';

/** What the latencies of a set of events say; a percentile only where enough lie beyond it. */
export interface LatencySummary {
  readonly count: number;
  readonly minMs: number | null;
  readonly p50Ms: number | null;
  readonly p90Ms: number | null;
  readonly p99Ms: number | null;
  readonly p999Ms: number | null;
  readonly maxMs: number | null;
}

/** A day: nothing that is measured lasts longer. */
const highestUs = 86_400_000_000;

/** HdrHistogram's, which Node.js has built in: three digits of every value, whatever its size. */
export function summarizeLatencies(latenciesMs: readonly number[]): LatencySummary {
  const histogram = createHistogram({ lowest: 1, highest: highestUs, figures: 3 });
  let [minMs, maxMs] = [Number.POSITIVE_INFINITY, 0];
  for (const ms of latenciesMs) {
    histogram.record(Math.min(highestUs, Math.max(1, Math.round(ms * 1000))));
    minMs = Math.min(minMs, ms);
    maxMs = Math.max(maxMs, ms);
  }
  const { count } = histogram;
  // A step of the histogram reaches a little beyond the value that was put into it.
  const at = (percent: number, needed: number) =>
    count < needed ? null : Math.min(maxMs, histogram.percentile(percent) / 1000);
  return {
    count,
    minMs: count === 0 ? null : minMs,
    p50Ms: at(50, samplesFor.p50),
    p90Ms: at(90, samplesFor.p90),
    p99Ms: at(99, samplesFor.p99),
    p999Ms: at(99.9, samplesFor.p999),
    maxMs: count === 0 ? null : maxMs,
  };
}
