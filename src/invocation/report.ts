import type { InvocationCompletedFrame } from '../channel/frames.ts';
import type { Failure } from '../environment/failure.ts';
import { billedDurationMs } from '../lambda/billing.ts';
import type { Ending } from '../lambda/platform-records.ts';

const mebibyte = 1024 * 1024;

/** The figures of the REPORT line. */
export interface Report {
  readonly durationMs: number;
  readonly billedDurationMs: number;
  readonly initDurationMs: number | null;
  readonly memorySizeMb: number;
  readonly maxMemoryUsedMb: number;
  readonly status: 'success' | 'error' | 'timeout';
  readonly errorType: string | null;
}

/** What REPORT is worked out from. */
export interface ReportFacts {
  readonly memorySizeMb: number;
  readonly memoryBytesMax: number;
  /** Of a successful init before the event. */
  readonly initDurationMs: number | null;
  /** Of a successful init inside the event: part of its Duration (contract §5.3). */
  readonly insideInitMs: number;
  readonly completed: InvocationCompletedFrame | null;
  readonly failure: Failure | null;
  /** The type of the error that the function or the platform answered with. */
  readonly errorType: string | null;
}

/**
 * The figures of REPORT, and how the environment ended (contract §5.2, §5.3): only its own failure
 * shows a status in the log.
 */
export function createReport(facts: ReportFacts): {
  readonly report: Report;
  readonly ending: Ending;
} {
  const { failure, initDurationMs, memorySizeMb } = facts;
  const durationMs = roundToMicroseconds(duration(facts));
  const figures = {
    durationMs,
    billedDurationMs: billedDurationMs(durationMs, initDurationMs),
    initDurationMs,
    memorySizeMb,
    maxMemoryUsedMb: Math.ceil(facts.memoryBytesMax / mebibyte),
  };
  const ended = failureStatus(failure);
  const report: Report = {
    ...figures,
    status: failure === null && facts.errorType !== null ? 'error' : ended,
    errorType: failure?.errorType ?? facts.errorType,
  };
  return { report, ending: { status: ended, errorType: failure?.errorType ?? null } };
}

function failureStatus(failure: Failure | null): Report['status'] {
  if (failure === null) return 'success';
  return failure.kind === 'timeout' ? 'timeout' : 'error';
}

function duration({ completed, failure, insideInitMs }: ReportFacts): number {
  if (failure !== null) {
    // A deadline is exactly the timeout, whatever it was spent on (contract §3.4).
    const inside = failure.kind === 'timeout' || failure.phase === 'init' ? 0 : insideInitMs;
    return failure.durationMs + inside;
  }
  return (completed?.durationUs ?? 0) / 1000 + insideInitMs;
}

function roundToMicroseconds(durationMs: number): number {
  return Math.round(durationMs * 1000) / 1000;
}
