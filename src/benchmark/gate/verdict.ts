import { type Finding, findingOf } from '../comparison.ts';
import type { Contender } from '../contender.ts';
import { comparedMetrics, type Metric } from '../metric.ts';
import type { Interval } from '../statistics/median-interval.ts';
import { type Percentile, percentiles } from '../statistics/percentile.ts';
import { changeInterval } from '../statistics/quantile-interval.ts';
import type { Bar } from './bar.ts';
import type { Baseline } from './baseline.ts';
import type { Measurement } from './measurement.ts';

/** How a contender's median relates to the baseline's, in calibrated figures. */
export interface Change {
  readonly contender: string;
  readonly metric: string;
  readonly ratio: Interval;
  readonly finding: Finding;
}

export type Outcome = 'held' | 'broken' | 'undecided';

/** What became of a bar for one contender. */
export interface Verdict {
  readonly bar: Bar;
  readonly contender: string;
  /** A ratio or milliseconds, as the bar's limit. */
  readonly value: Interval;
  readonly outcome: Outcome;
  /** Why nothing can be said. */
  readonly reason: string | null;
}

/** What `bench` compares with a baseline, in the order of the contenders. */
export function baselineChanges(measurement: Measurement, baseline: Baseline): readonly Change[] {
  return measurement.contenders.flatMap((contender) =>
    comparedMetrics.flatMap((metric) => {
      const ratio = changeSince(baseline, measurement, contender, metric, 'p50');
      if (ratio === null) return [];
      const control = measurement.control(contender, metric, 'p50');
      const finding = findingOf(ratio, control);
      return [{ contender: contender.name, metric: metric.name, ratio, finding }];
    }),
  );
}

/** Every bar for every contender that it is about. */
export function judgeBars(
  bars: readonly Bar[],
  measurement: Measurement,
  baseline: Baseline | null,
): readonly Verdict[] {
  return bars.flatMap((bar) =>
    contendersOf(bar, measurement.contenders, baseline).map((contender) =>
      judge(bar, contender, measurement, baseline),
    ),
  );
}

/** A ratio needs another one to stand to; a time stands for itself. */
export function contendersOf(
  { limit }: Bar,
  contenders: readonly Contender[],
  baseline: Baseline | null,
): readonly Contender[] {
  const measured = contenders.filter(({ control }) => !control);
  if (limit.kind === 'ms' || baseline !== null) return measured;
  return measured.filter(({ name, reference }) => name !== reference);
}

function judge(
  bar: Bar,
  contender: Contender,
  measurement: Measurement,
  baseline: Baseline | null,
): Verdict {
  const { metric, percentile, limit } = bar;
  const of = { bar, contender: contender.name };
  const value = barValue(bar, contender, measurement, baseline);
  const count = measurement.count(contender, metric);
  const { samplesMin } = percentiles[percentile];
  if (value === null || count < samplesMin) {
    const reason = `${count} samples, ${samplesMin} are needed`;
    const none = { low: Number.NaN, middle: Number.NaN, high: Number.NaN };
    return { ...of, value: value ?? none, outcome: 'undecided', reason };
  }
  if (limit.kind === 'ms') return { ...of, value, ...outcomeOf(value, limit.ms) };
  const control = measurement.control(contender, metric, percentile);
  return { ...of, value, ...outcomeOf(value, limit.ratio, control) };
}

function barValue(
  { metric, percentile, limit }: Bar,
  contender: Contender,
  measurement: Measurement,
  baseline: Baseline | null,
): Interval | null {
  if (limit.kind === 'ms') return measurement.ms(contender, metric, percentile);
  if (baseline === null) return measurement.compared(contender, metric, percentile);
  return changeSince(baseline, measurement, contender, metric, percentile);
}

/**
 * Broken only where the whole interval lies beyond the bar, and beyond what the same thing measured
 * twice comes to; held only where none of it does.
 */
export function outcomeOf(
  value: Interval,
  limit: number,
  control: Interval | null = null,
): Pick<Verdict, 'outcome' | 'reason'> {
  if (value.high <= limit) return { outcome: 'held', reason: null };
  if (!(value.low > limit)) {
    return { outcome: 'undecided', reason: 'the bar lies within the interval' };
  }
  if (control === null || value.low > control.high) return { outcome: 'broken', reason: null };
  return { outcome: 'undecided', reason: 'the same thing measured twice differs by as much' };
}

function changeSince(
  { contenders }: Baseline,
  measurement: Measurement,
  contender: Contender,
  metric: Metric,
  percentile: Percentile,
): Interval | null {
  const before = contenders[contender.name]?.[metric.name]?.[percentile];
  if (before === undefined) return null;
  const now = measurement.calibrated(contender, metric, percentile);
  return Number.isNaN(now.middle) ? null : changeInterval(now, before);
}
