import type { ExtensionState, GuestFrame } from '../channel/frames.ts';
import type { Clock } from '../timeline/clock.ts';
import { type Failure, faultFailure, timeoutFailure } from './failure.ts';
import { type Fault, faultOf, reportedType } from './fault.ts';
import type { InitEnd, InitObserver } from './serve-observer.ts';

/** How one run of the init phase ended. */
export type InitOutcome =
  | {
      readonly kind: 'completed';
      readonly durationMs: number;
      readonly extensions: readonly ExtensionState[];
    }
  | {
      readonly kind: 'failed';
      readonly durationMs: number;
      readonly fault: Fault;
      readonly extensions: readonly ExtensionState[];
    }
  | { readonly kind: 'timedOut'; readonly durationMs: number };

/**
 * One run of the init phase, fed with the guest's frames. `/init/error` only stores the error: the
 * phase ends when a process ends, at the deadline, or well (contract §1.6).
 */
export class InitAttempt {
  readonly outcome: Promise<InitOutcome>;
  /** Whether the outcome is known: what comes later is not this phase's. */
  settled = false;
  readonly #settle: (outcome: InitOutcome) => void;
  readonly #clock: Clock;
  readonly #observer: InitObserver;
  readonly #phase: 'init' | 'invoke';
  readonly #beganAtMs: number;
  readonly #timer: NodeJS.Timeout;
  #body: Fault['body'] = null;
  #outOfMemory = false;
  readonly #markedAtMs = new Map<string, number>();

  constructor(options: {
    readonly clock: Clock;
    readonly observer: InitObserver;
    readonly phase: 'init' | 'invoke';
    readonly windowMs: number;
  }) {
    const { promise, resolve } = Promise.withResolvers<InitOutcome>();
    this.outcome = promise;
    this.#settle = (outcome) => {
      this.settled = true;
      clearTimeout(this.#timer);
      this.#tellMarks('extensions' in outcome ? outcome.extensions : []);
      resolve(outcome);
    };
    this.#clock = options.clock;
    this.#observer = options.observer;
    this.#phase = options.phase;
    this.#beganAtMs = options.clock.monotonicMs();
    this.#timer = setTimeout(() => {
      this.#settle({ kind: 'timedOut', durationMs: options.windowMs });
    }, options.windowMs);
  }

  onFrame(frame: GuestFrame): void {
    switch (frame.kind) {
      case 'mark':
        this.#markedAtMs.set(frame.mark, this.#beganAtMs + frame.sinceUs / 1000);
        return;
      case 'initError':
        this.#body ??= {
          bytes: frame.body,
          contentType: frame.contentType,
          errorType: frame.errorType,
        };
        return;
      case 'outOfMemory':
        this.#outOfMemory = true;
        return;
      case 'processExited':
      case 'extensionError':
        this.#settle({
          kind: 'failed',
          durationMs: this.#elapsedMs(),
          fault: faultOf(frame, { outOfMemory: this.#outOfMemory, body: this.#body }),
          extensions: frame.extensions ?? [],
        });
        return;
      case 'initCompleted':
        this.#settle({
          kind: 'completed',
          durationMs: frame.durationUs / 1000,
          extensions: frame.extensions,
        });
        return;
      default:
        return;
    }
  }

  /** The container or the channel went while init ran. */
  lost(fault: Fault): void {
    this.#settle({ kind: 'failed', durationMs: this.#elapsedMs(), fault, extensions: [] });
  }

  /**
   * At the end, because the guest marks the extensions' readiness also where there are none, and
   * which there are it says with its last frame.
   */
  #tellMarks(extensions: readonly ExtensionState[]): void {
    const isInit = this.#phase === 'init';
    const readyAtMs = this.#markedAtMs.get('extensionsReady');
    if (isInit && extensions.length > 0 && readyAtMs !== undefined) {
      this.#observer.mark('extensionsReady', readyAtMs);
    }
    const startedAtMs = this.#markedAtMs.get('runtimeStarted');
    if (startedAtMs === undefined) return;
    this.#observer.mark(isInit ? 'runtimeStarted' : 'runtimeRestarted', startedAtMs);
  }

  #elapsedMs(): number {
    return this.#clock.monotonicMs() - this.#beganAtMs;
  }
}

const statuses = { completed: 'success', failed: 'error', timedOut: 'timeout' } as const;

/**
 * What the log says of the phase's end.
 * @param extensions those of an init that ran out of time: the guest tells them with its reset
 */
export function initEnd(
  phase: InitEnd['phase'],
  outcome: InitOutcome,
  atMs: number,
  extensions: readonly ExtensionState[] = [],
): InitEnd {
  return {
    phase,
    status: statuses[outcome.kind],
    durationMs: outcome.durationMs,
    errorType: outcome.kind === 'failed' ? reportedType(outcome.fault) : null,
    message: outcome.kind === 'failed' ? outcome.fault.message : '',
    extensions: outcome.kind === 'timedOut' ? extensions : outcome.extensions,
    atMs,
  };
}

/** An init that failed inside the event: its `/init/error` body, if any, is the caller's answer. */
export function initFailure(outcome: Exclude<InitOutcome, { kind: 'completed' }>): Failure {
  return outcome.kind === 'timedOut'
    ? timeoutFailure('init', outcome.durationMs)
    : faultFailure('init', outcome.fault, outcome.durationMs);
}
