import type { InvocationResult } from '../invocation/invocation-result.ts';
import type { StartKind, StartReason } from '../timeline/start-kind.ts';
import type { Phase, PhaseGroup } from '../timeline/timeline.ts';

/** What was measured of one event. All times are milliseconds. */
export interface Sample {
  readonly contender: string;
  readonly control: boolean;
  readonly memorySizeMb: number;
  /** From 0. */
  readonly round: number;
  readonly startKind: StartKind;
  readonly startReason: StartReason | null;
  /** Event accepted → last byte of the answer. */
  readonly answeredMs: number;
  /** Event accepted → environment idle again. */
  readonly totalMs: number;
  readonly groups: Readonly<Partial<Record<PhaseGroup, number>>>;
  /** One after the other, without gaps. */
  readonly phases: readonly Pick<Phase, 'name' | 'group' | 'durationMs'>[];
  /** REPORT's figures. */
  readonly durationMs: number;
  readonly billedDurationMs: number;
  readonly initDurationMs: number | null;
  readonly maxMemoryUsedMb: number;
  /** Where it was: no time is comparable then. */
  readonly emulated?: true;
}

/** Takes from the result what it says already: measuring asks nothing of the environment. */
export function sampleOf(
  result: InvocationResult,
  of: Pick<Sample, 'contender' | 'control' | 'memorySizeMb' | 'round' | 'emulated'>,
): Sample {
  const { phases, answeredMs, totalMs } = result.timeline;
  const { durationMs, billedDurationMs, initDurationMs, maxMemoryUsedMb } = result.report;
  return {
    ...of,
    startKind: result.startKind,
    startReason: result.startReason,
    answeredMs: rounded(answeredMs),
    totalMs: rounded(totalMs),
    groups: groupSums(phases),
    phases: phases.map(({ name, group, durationMs: ms }) => {
      return { name, group, durationMs: rounded(ms) };
    }),
    durationMs,
    billedDurationMs,
    initDurationMs,
    maxMemoryUsedMb,
  };
}

function groupSums(phases: readonly Phase[]): Partial<Record<PhaseGroup, number>> {
  const sums: Partial<Record<PhaseGroup, number>> = {};
  for (const { group, durationMs } of phases) {
    sums[group] = rounded((sums[group] ?? 0) + durationMs);
  }
  return sums;
}

/** To microseconds: the clock's further digits are none. */
function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
