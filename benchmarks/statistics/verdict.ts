import type { Interval } from '../../src/benchmark/statistics/median-interval.ts';

/** `undecided`: the interval has the bar inside it, the run cannot tell. */
export type Verdict = 'holds' | 'missed' | 'undecided';

/** Whether a value is at most the bar; only an interval that excludes the contrary decides. */
export function judge(interval: Interval, bar: number): Verdict {
  if (interval.high <= bar) return 'holds';
  return interval.low > bar ? 'missed' : 'undecided';
}

/** One missed bar decides a run, wherever noise left others open. */
export function verdictOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('missed')) return 'missed';
  return verdicts.includes('undecided') ? 'undecided' : 'holds';
}
