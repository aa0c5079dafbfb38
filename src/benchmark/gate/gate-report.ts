import type { Baseline } from './baseline.ts';
import type { Change, Outcome, Verdict } from './verdict.ts';

/** What a baseline and bars come to. */
export interface GateReport {
  /** What was compared with; `null` without one. */
  readonly baseline: Pick<Baseline, 'date' | 'conditions'> | null;
  readonly changes: readonly Change[];
  readonly verdicts: readonly Verdict[];
}

/** Of all bars together: one that is broken outweighs those of which nothing can be said. */
export function gateOutcome(verdicts: readonly Verdict[]): Outcome {
  const outcomes = verdicts.map(({ outcome }) => outcome);
  if (outcomes.includes('broken')) return 'broken';
  return outcomes.includes('undecided') ? 'undecided' : 'held';
}
