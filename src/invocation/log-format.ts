import type {
  DroppedOutput,
  EnvironmentLine,
  InitEnd,
  InitStart,
} from '../environment/serve-observer.ts';
import type { Ending } from '../lambda/platform-records.ts';
import type { SampledTrace } from '../lambda/trace-ids.ts';
import type { LoggedFunction } from './logged-function.ts';
import type { Report } from './report.ts';

/** What the log says of one event and the environment that serves it. */
export interface LoggedEvent {
  readonly logged: LoggedFunction;
  readonly requestId: string;
  /** As invoked. */
  readonly functionArn: string;
  readonly logStreamName: string;
  /** `null`: not kept. */
  readonly trace: SampledTrace | null;
  /** A moment of the orchestrator's monotonic clock in milliseconds since the epoch. */
  readonly epochOf: (monotonicMs: number) => number;
}

/** The runtime's part of an event, in milliseconds since the event was released. */
export interface RuntimeShare {
  readonly responseBeganMs: number;
  readonly responseEndedMs: number;
  readonly producedBytes: number;
  /** Back in `next`; `null` where it never came back. */
  readonly doneMs: number | null;
}

export interface EventEnd {
  readonly report: Report;
  /** Of the environment: a function that answers with an error has ended well. */
  readonly ending: Ending;
  /** When the event was released, on the monotonic clock; `null`: never. */
  readonly sentAtMs: number | null;
  /** `null` where the runtime did not answer. */
  readonly runtime: RuntimeShare | null;
  readonly atMs: number;
}

/**
 * One event's log in one of Lambda's two formats: which lines of the platform's there are, without
 * the line break that CloudWatch stores, and what becomes of the others.
 */
export interface LogFormat {
  initStarted(start: InitStart): readonly string[];
  initEnded(end: InitEnd): readonly string[];
  started(atMs: number): readonly string[];
  ended(end: EventEnd): readonly string[];
  dropped(dropped: DroppedOutput): readonly string[];
  /** `null` where the line is left out. */
  line(line: EnvironmentLine, started: boolean): string | null;
}
