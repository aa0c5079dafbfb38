import type { StartKind, StartReason } from '../timeline/start-kind.ts';
import type { Phase, PhaseGroup } from '../timeline/timeline.ts';
import type { TimedEvent } from './timed-event.ts';

/** What was measured of one event. All times are milliseconds. */
export interface Sample {
  readonly contender: string;
  readonly control: boolean;
  readonly memorySizeMb: number;
  /** Events at once. */
  readonly concurrency: number;
  /** From 0. */
  readonly round: number;
  readonly startKind: StartKind;
  readonly startReason: StartReason | null;
  /** The caller's: around the call, until the answer. */
  readonly latencyMs: number;
  /** Event accepted → last byte of the answer. */
  readonly answeredMs: number;
  /** Event accepted → first byte of the answer. */
  readonly firstByteMs: number | null;
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
  /** Of the event without init: used, and stood still for because the CPU quota was used up. */
  readonly processorMs: number | null;
  readonly throttledMs: number | null;
  /** Where it was: no time is comparable then. */
  readonly emulated?: true;
}

/** Takes from the result what it says already: measuring asks nothing of the environment. */
export function sampleOf(
  { result, sentAtMs, answeredAtMs }: TimedEvent,
  of: Pick<Sample, 'contender' | 'control' | 'memorySizeMb' | 'concurrency' | 'round' | 'emulated'>,
): Sample {
  const { marks, phases, answeredMs, totalMs } = result.timeline;
  const firstByte = marks.find(({ name }) => name === 'firstByte');
  const { durationMs, billedDurationMs, initDurationMs, maxMemoryUsedMb } = result.report;
  return {
    ...of,
    startKind: result.startKind,
    startReason: result.startReason,
    latencyMs: rounded(answeredAtMs - sentAtMs),
    answeredMs: rounded(answeredMs),
    firstByteMs: firstByte === undefined ? null : rounded(firstByte.atMs),
    totalMs: rounded(totalMs),
    groups: groupSums(phases),
    phases: phases.map(({ name, group, durationMs: ms }) => {
      return { name, group, durationMs: rounded(ms) };
    }),
    durationMs,
    billedDurationMs,
    initDurationMs,
    maxMemoryUsedMb,
    processorMs: result.processorTime?.usedMs ?? null,
    throttledMs: result.processorTime?.throttledMs ?? null,
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
