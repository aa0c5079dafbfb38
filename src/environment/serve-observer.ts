import type {
  ExtensionState,
  InvocationCompletedFrame,
  ResponseEndFrame,
  ResponseHeadFrame,
} from '../channel/frames.ts';
import type { MarkName } from '../timeline/timeline.ts';
import type { Failure } from './failure.ts';

/** One line or record that a process in the environment wrote. */
export interface EnvironmentLine {
  readonly text: string;
  readonly origin: 'function' | 'extension';
  /** A line of stdout or stderr, or a record of the framing descriptor. */
  readonly framing: 'line' | 'text' | 'json';
  /** Milliseconds since the epoch: a record's own, else when the orchestrator got it. */
  readonly epochMs: number;
  /** Monotonic, when the orchestrator got it. */
  readonly atMs: number;
}

export interface InitStart {
  readonly phase: 'init' | 'invoke';
  /** Monotonic. */
  readonly atMs: number;
}

/** Output that could not be read. */
export interface DroppedOutput {
  readonly records: number;
  readonly bytes: number;
  readonly reason: string;
  /** Monotonic. */
  readonly atMs: number;
}

/** How an init phase ended (contract §3.1, §5.2 INIT_REPORT). */
export interface InitEnd {
  readonly phase: 'init' | 'invoke';
  readonly status: 'success' | 'error' | 'timeout';
  readonly durationMs: number;
  readonly errorType: string | null;
  /** What the platform says of the failure; empty where there is nothing. */
  readonly message: string;
  readonly extensions: readonly ExtensionState[];
  /** Monotonic. */
  readonly atMs: number;
}

/** What a listener learns of an environment's init phase: also when no event is there yet. */
export interface InitObserver {
  /** Returns a promise where the output is not taken as fast as it comes. */
  log(line: EnvironmentLine): void | Promise<void>;
  logsDropped(dropped: DroppedOutput): void;
  initStarted(start: InitStart): void;
  initEnded(end: InitEnd): void;
  /** A moment on the orchestrator's monotonic clock. */
  mark(name: MarkName, atMs: number): void;
}

/** What an invocation learns while an environment serves it, in order. */
export interface ServeObserver extends InitObserver {
  responseHead(head: ResponseHeadFrame): void;
  /** Returns a promise where the caller reads slower than the function writes. */
  responseChunk(bytes: Uint8Array): void | Promise<void>;
  responseEnd(end: ResponseEndFrame): void;
  /** The event gets no (more) answer of the function's own; the environment still has to settle. */
  failed(failure: Failure): void;
  /** Runtime and extensions are back in `next`. */
  completed(completed: InvocationCompletedFrame): void;
}
