import type { Contender } from './contender.ts';
import { comparedMetrics, type Metric, roundsOf } from './metric.ts';
import type { Sample } from './sample.ts';
import type { Interval } from './statistics/median-interval.ts';
import { isTooNoisy } from './statistics/noise.ts';
import type { Random } from './statistics/random.ts';
import { ratioInterval } from './statistics/ratio.ts';

/** `tooNoisy`: the reference differs from itself by more than a claim can bear. */
export type Finding = 'faster' | 'slower' | 'noDifference' | 'tooNoisy';

/** How a contender's metric relates to its reference's. */
export interface Comparison {
  readonly contender: string;
  readonly reference: string;
  readonly metric: string;
  /** Contender ÷ reference, of medians of the same rounds; 95 %. */
  readonly ratio: Interval;
  /** The reference ÷ itself. */
  readonly control: Interval;
  readonly finding: Finding;
}

/** Every contender with its reference, also the control: that one is the noise. */
export function compareContenders(
  contenders: readonly Contender[],
  samples: readonly Sample[],
  random: Random,
): readonly Comparison[] {
  const byContender = Map.groupBy(samples, ({ contender }) => contender);
  const of = (name: string, metric: Metric) => roundsOf(byContender.get(name) ?? [], metric);
  return contenders.flatMap((contender) => {
    const { name, reference } = contender;
    if (name === reference) return [];
    const control = contenders.find((other) => other.control && other.reference === reference);
    if (control === undefined) return [];
    return comparedMetrics.flatMap((metric) => {
      const ofReference = of(reference, metric);
      const ratio = ratioInterval(of(name, metric), ofReference, random);
      if (Number.isNaN(ratio.middle)) return [];
      const noise = ratioInterval(of(control.name, metric), ofReference, random);
      const finding = findingOf(ratio, noise);
      return [{ contender: name, reference, metric: metric.name, ratio, control: noise, finding }];
    });
  });
}

/**
 * A difference is claimed only where the interval lies beyond 1 and beyond everything that the
 * control has: two runs of the same thing then hardly ever seem to differ.
 */
export function findingOf(ratio: Interval, control: Interval): Finding {
  if (isTooNoisy(control)) return 'tooNoisy';
  if (ratio.high < Math.min(1, control.low)) return 'faster';
  if (ratio.low > Math.max(1, control.high)) return 'slower';
  return 'noDifference';
}
