import type { ExtensionState, LogFrame, StatsFrame } from '../channel/frames.ts';
import { logStreamNameIn } from '../lambda/log-names.ts';
import { disposedError } from './disposed-error.ts';
import type { EnvironmentParts } from './environment-parts.ts';
import { exchangeFailure } from './event-exchange.ts';
import type { EventRequest } from './event-request.ts';
import { type Failure, lossFailure } from './failure.ts';
import { lossFault } from './fault.ts';
import { Guest } from './guest.ts';
import { type InitOutcome, initEnd, initFailure } from './init-attempt.ts';
import {
  type EndReason,
  type EnvironmentEvent,
  type EnvironmentState,
  type ResetCause,
  transition,
} from './lifecycle.ts';
import { Prelude } from './prelude.ts';
import type { InitObserver, ServeObserver } from './serve-observer.ts';
import { exitCodeWaitMs, resultWithin } from './settled-within.ts';

type FailedInit = Exclude<InitOutcome, { kind: 'completed' }>;

/**
 * One container serving one function version, one event at a time: the state machine and what
 * follows from each state. Who gets it and when is the pool's business.
 */
export class Environment {
  readonly id: string;
  /** Resolves when the container is gone. Never rejects. */
  readonly ended: Promise<EndReason>;
  readonly #parts: EnvironmentParts;
  readonly #guest: Guest;
  readonly #prelude = new Prelude();
  readonly #markEnded: (reason: EndReason) => void;
  #state: EnvironmentState = { name: 'standby' };
  #observer: InitObserver = this.#prelude;
  #idleReset: Promise<unknown> | null = null;
  #initDurationMs: number | null = null;

  constructor(parts: EnvironmentParts) {
    const { promise, resolve } = Promise.withResolvers<EndReason>();
    this.id = parts.id;
    this.ended = promise;
    this.#markEnded = resolve;
    this.#parts = parts;
    this.#guest = new Guest(parts, {
      log: (frame) => this.#onLog(frame),
      logsDropped: ({ kind: _kind, ...dropped }) =>
        this.#observer.logsDropped({ ...dropped, atMs: parts.clock.monotonicMs() }),
      idleFault: (process) => this.#onIdleFault(process),
    });
    void parts.channel.ended.then((error) => this.#onLost('channelEnded', error));
    void parts.container.exited.then(() => this.#onLost('containerExited', null));
  }

  get state(): EnvironmentState['name'] {
    return this.#state.name;
  }

  /** Why the next event finds it reset, where it does. */
  get resetCause(): ResetCause | null {
    const state = this.#state;
    return state.name === 'reset' || state.name === 'resetting' ? state.cause : null;
  }

  get logStreamName(): string {
    return logStreamNameIn(this.#parts.initialization.variables);
  }

  get memoryBytesMax(): number {
    return this.#guest.memoryBytesMax;
  }

  /** What its processes have now; `null` where it can serve no other event. */
  async stats(): Promise<StatsFrame | null> {
    const { name } = this.#state;
    return name === 'ready' || name === 'frozen' || name === 'reset' ? this.#guest.stats() : null;
  }

  /** The successful init's duration, for the REPORT of the first event after it; then `null`. */
  takeInitDuration(): number | null {
    const durationMs = this.#initDurationMs;
    this.#initDurationMs = null;
    return durationMs;
  }

  /** Init ahead of events. A failure stays silent until the first of them (contract §3.1). */
  async initialize(): Promise<void> {
    this.#apply({ name: 'initRequested', requestId: null });
    const outcome = await this.#attemptInit('init', this.#parts.initWindowMs);
    if (outcome.kind !== 'completed') await this.#afterFailedInit('init', outcome);
  }

  /**
   * Serves one event. Resolves when the environment can take another or has ended; what happens on
   * the way, the answer first of all, goes to the observer.
   */
  async serve(request: EventRequest, observer: ServeObserver): Promise<void> {
    await this.#idleReset;
    this.#idleReset = null;
    this.#observer = observer;
    this.#prelude.replay(observer);
    try {
      const remainingMs = await this.#becomeInvoking(request, observer);
      if (remainingMs !== null) await this.#exchange(request, remainingMs, observer);
    } finally {
      this.#observer = this.#prelude;
    }
  }

  /**
   * Tells what no event was told: it came between events, and the environment has ended. Each line
   * is told once.
   */
  tellUnheard(observer: InitObserver): void {
    this.#prelude.replay(observer);
  }

  /** Stops every process until the next event. Resolves when all stand still. */
  async freeze(): Promise<void> {
    if (this.#state.name !== 'ready') return;
    await this.#guest.freeze();
    if (this.#state.name === 'ready') this.#apply({ name: 'frozen' });
  }

  /** Ends the environment and waits until the engine has removed the container. */
  async terminate(reason: EndReason): Promise<void> {
    if (this.#state.name !== 'terminated' && this.#state.name !== 'terminating') {
      this.#apply({ name: 'terminateRequested', reason });
      await this.#guest.shutdown();
      // What was under way would wait for its deadline: the guest says nothing of it any more.
      this.#guest.lost(lossFault(null, null));
      await this.#remove();
    }
    await this.ended;
  }

  /** The time left for the event when it may be sent, `null` when it will not be. */
  async #becomeInvoking(request: EventRequest, observer: ServeObserver): Promise<number | null> {
    const { requestId, timeoutMs } = request;
    if (this.#state.name === 'standby') {
      this.#apply({ name: 'initRequested', requestId });
      const outcome = await this.#attemptInit('init', this.#parts.initWindowMs);
      if (outcome.kind === 'completed') return timeoutMs;
      await this.#afterFailedInit('init', outcome);
      if (this.state !== 'reset') {
        this.#tellFailure(observer, initFailure(outcome));
        return null;
      }
      observer.mark('processesGone', this.#parts.clock.monotonicMs());
    }
    if (this.state === 'reset') return this.#initInside(request, observer);
    if (this.state !== 'ready' && this.state !== 'frozen') {
      this.#tellFailure(observer, lossFailure());
      return null;
    }
    this.#apply({ name: 'reserved', requestId });
    return timeoutMs;
  }

  /** The init phase repeated inside an event: its time is the event's (contract §3.1). */
  async #initInside(request: EventRequest, observer: ServeObserver): Promise<number | null> {
    this.#apply({ name: 'initRequested', requestId: request.requestId });
    const outcome = await this.#attemptInit('invoke', request.timeoutMs);
    if (outcome.kind === 'completed') return request.timeoutMs - outcome.durationMs;
    this.#tellFailure(observer, initFailure(outcome));
    await this.#afterFailedInit('invoke', outcome);
    return null;
  }

  async #attemptInit(phase: 'init' | 'invoke', windowMs: number): Promise<InitOutcome> {
    const { clock, container } = this.#parts;
    this.#observer.initStarted({ phase, atMs: clock.monotonicMs() });
    const outcome = await this.#guest.attemptInit(phase, windowMs, this.#observer);
    if (phase === 'init') void container.limitCpu();
    if (outcome.kind === 'completed') {
      if (this.#state.name === 'initializing') this.#apply({ name: 'initCompleted' });
      if (phase === 'init') this.#initDurationMs = outcome.durationMs;
    }
    this.#guest.endPhase();
    const mark = outcome.kind === 'completed' ? 'initDone' : 'initFailed';
    const atMs = clock.monotonicMs();
    this.#observer.mark(mark, atMs);
    // One that ran out of time says what became of its extensions as it is reset.
    if (outcome.kind !== 'timedOut') this.#observer.initEnded(initEnd(phase, outcome, atMs));
    return outcome;
  }

  async #afterFailedInit(phase: 'init' | 'invoke', outcome: FailedInit): Promise<void> {
    if (outcome.kind === 'timedOut') {
      await this.#afterTimedOutInit(phase, outcome);
    } else if (this.#state.name === 'initializing') {
      this.#apply({ name: outcome.fault.outOfMemory ? 'outOfMemory' : 'initFailed' });
      await this.#resetProcesses('failure');
    }
  }

  async #afterTimedOutInit(phase: 'init' | 'invoke', outcome: FailedInit): Promise<void> {
    const atMs = this.#parts.clock.monotonicMs();
    let extensions: readonly ExtensionState[] = [];
    if (this.#state.name === 'initializing') {
      this.#apply({ name: 'initTimedOut' });
      extensions = await this.#resetProcesses('timeout');
    }
    this.#observer.initEnded(initEnd(phase, outcome, atMs, extensions));
  }

  async #exchange(
    request: EventRequest,
    remainingMs: number,
    observer: ServeObserver,
  ): Promise<void> {
    if (this.#state.name !== 'invoking') {
      this.#tellFailure(observer, lossFailure());
      return;
    }
    const outcome = await this.#guest.exchange(request, remainingMs, observer);
    if (outcome.kind === 'completed') {
      // It may have been on its way while we began to end the environment.
      if (this.#state.name === 'invoking') this.#apply({ name: 'invocationCompleted' });
      this.#guest.endPhase();
      observer.mark('completed', this.#parts.clock.monotonicMs());
      observer.completed(outcome.completed);
      return;
    }
    this.#guest.endPhase();
    const failure = exchangeFailure(outcome, request.timeoutMs);
    if (outcome.kind === 'failed' && outcome.answered) observer.failed(failure);
    else this.#tellFailure(observer, failure);
    if (this.#state.name !== 'invoking') return;
    if (outcome.kind === 'timedOut') {
      this.#apply({ name: 'deadlineExceeded' });
      await this.#resetProcesses('timeout');
    } else {
      this.#apply({ name: outcome.fault.outOfMemory ? 'outOfMemory' : 'runtimeExited' });
      await this.#resetProcesses('failure');
    }
  }

  /** Resolves with the states of the extensions of an init that was under way. */
  async #resetProcesses(reason: 'timeout' | 'failure'): Promise<readonly ExtensionState[]> {
    const done = await this.#guest.reset(reason);
    if (this.#state.name === 'resetting') {
      if (done !== null) {
        this.#apply({ name: 'processesGone' });
      } else {
        this.#apply({ name: 'terminateRequested', reason: 'resetTimedOut' });
        await this.#remove();
      }
    }
    return done?.extensions ?? [];
  }

  /** A process that ends between events resets the environment; the next event is told. */
  #onIdleFault(process: 'runtime' | 'extension'): void {
    if (this.#state.name !== 'ready' && this.#state.name !== 'frozen') return;
    this.#apply({ name: process === 'extension' ? 'extensionExited' : 'runtimeExited' });
    this.#idleReset = this.#resetProcesses('failure');
  }

  #onLog({ text, origin, framing, epochUs }: LogFrame): void | Promise<void> {
    const { clock } = this.#parts;
    const epochMs = epochUs === 0 ? clock.epochMs() : epochUs / 1000;
    return this.#observer.log({ text, origin, framing, epochMs, atMs: clock.monotonicMs() });
  }

  /** It went by itself. Why is in its exit, which may come a little later than the end. */
  async #onLost(reason: 'channelEnded' | 'containerExited', error: Error | null): Promise<void> {
    if (this.#state.name === 'terminating' || this.#state.name === 'terminated') return;
    this.#apply({ name: 'terminateRequested', reason });
    const { exited } = this.#parts.container;
    const exit = await resultWithin(exited, exitCodeWaitMs);
    this.#guest.lost(lossFault(exit, error));
    await this.#remove();
  }

  /**
   * Never rejects, or whoever waits for the end would wait for ever: a container that the engine
   * would not remove goes with its shim, and what stays is found by its label.
   */
  async #remove(): Promise<void> {
    await this.#parts.container.remove().catch(() => undefined);
    if (this.#state.name !== 'terminating') return;
    const { reason } = this.#state;
    this.#apply({ name: 'containerRemoved' });
    this.#markEnded(reason);
  }

  /** @throws LamboxError `Disposed`: what the caller himself cut off the function did not fail */
  #tellFailure(observer: ServeObserver, failure: Failure): void {
    const state = this.#state;
    if ('reason' in state && state.reason === 'disposed') throw disposedError();
    observer.failed(failure);
  }

  #apply(event: EnvironmentEvent): void {
    this.#state = transition(this.#state, event);
  }
}
