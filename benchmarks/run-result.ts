import type { Busyness } from '../src/benchmark/conditions.ts';
import type { Calibration } from './calibrators.ts';
import type { MachineDescription } from './machine.ts';
import { type Verdict, verdictOf } from './statistics/verdict.ts';
import type { SuiteResult } from './suites/suite.ts';

/** Everything that a run found out. */
export interface RunResult {
  /** ISO 8601. */
  readonly date: string;
  readonly quick: boolean;
  readonly seed: number;
  readonly machine: MachineDescription;
  readonly calibration: { readonly before: Calibration; readonly after: Calibration };
  readonly busyness: { readonly before: Busyness; readonly after: Busyness };
  readonly suites: readonly SuiteResult[];
}

export function verdictOfRun({ suites }: RunResult): Verdict {
  const verdicts = suites.flatMap(({ findings }) => findings.map(({ verdict }) => verdict));
  return verdictOf(verdicts.filter((verdict) => verdict !== null));
}

export const exitCodes = {
  holds: 0,
  missed: 1,
  usage: 2,
  failed: 3,
  undecided: 4,
} as const;
