import type { Interval } from './median-interval.ts';

/** `undecided`: the interval has the bar inside it, the run cannot tell. */
export type Verdict = 'holds' | 'missed' | 'undecided';

/** Whether a value is at most the bar; only an interval that excludes the contrary decides. */
export function judge(interval: Interval, bar: number): Verdict {
  if (interval.high <= bar) return 'holds';
  return interval.low > bar ? 'missed' : 'undecided';
}

/** How far from 1 the ratio of a contender to itself may lie: what a calm machine stays within. */
export const controlTolerance = 0.1;

/** Whether the reference, entered twice, differs from itself by more than a claim can bear. */
export function isTooNoisy(control: Interval): boolean {
  return control.low < 1 - controlTolerance || control.high > 1 + controlTolerance;
}

/** One missed bar decides a run, wherever noise left others open. */
export function verdictOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('missed')) return 'missed';
  return verdicts.includes('undecided') ? 'undecided' : 'holds';
}
