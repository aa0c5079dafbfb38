import type { StartKind, StartReason } from '../timeline/start-kind.ts';
import type { Mark, Phase } from '../timeline/timeline.ts';
import type { LimitUse } from './limit-uses.ts';
import type { Report } from './report.ts';

/** What became of one event. A function that fails is a result, not an exception. */
export interface InvocationResult {
  readonly requestId: string;
  readonly environmentId: string;
  readonly logStreamName: string;
  readonly startKind: StartKind;
  /** Why the event did not find a warm environment; `null` when it did. */
  readonly startReason: StartReason | null;
  /** 200, also when the function failed. */
  readonly statusCode: number;
  /** `Unhandled` when the function failed. */
  readonly functionError: 'Unhandled' | null;
  /** The answer's bytes as the caller gets them. */
  readonly payloadBytes: Uint8Array;
  /** The answer parsed as JSON; the text itself where it is not JSON. */
  readonly payload: unknown;
  readonly contentType: string;
  readonly executedVersion: string;
  readonly logs: readonly LogEntry[];
  readonly report: Report;
  readonly timeline: InvocationTimeline;
  /** Of the event alone, without init; `null` where the environment did not come back from it. */
  readonly processorTime: ProcessorTime | null;
  /** How close it came to each limit; only where the function was created with `reportLimits`. */
  readonly limits?: readonly LimitUse[];
}

/** What the container, the shim in it included, had of the processor: the kernel's count. */
export interface ProcessorTime {
  readonly usedMs: number;
  /** How long they had to stand still because the CPU quota was used up. */
  readonly throttledMs: number;
  /**
   * What processes had while all were to stand still before this event: 0 but where one had itself
   * continued.
   */
  readonly ranWhileFrozenMs: number;
}

export interface LogEntry {
  readonly text: string;
  /** Milliseconds from the event's acceptance to the line's arrival. */
  readonly offsetMs: number;
  /** Milliseconds since the epoch: the runtime's own time where it gave one, else the arrival. */
  readonly epochMs: number;
  readonly origin: 'function' | 'extension' | 'platform';
}

export interface InvocationTimeline {
  readonly marks: readonly Mark[];
  readonly phases: readonly Phase[];
  /** Event accepted → last byte at the caller. */
  readonly answeredMs: number;
  /** Event accepted → environment idle again. */
  readonly totalMs: number;
}
