import type { GuestFrame, LogFrame } from '../channel/frames.ts';
import { Confirmations } from './confirmations.ts';
import type { EnvironmentParts } from './environment-parts.ts';
import { EventExchange } from './event-exchange.ts';
import type { EventRequest } from './event-request.ts';
import { exchangeFailure, initFailure, lossFailure } from './failure.ts';
import { lossFault } from './fault.ts';
import { InitAttempt, type InitOutcome, initEnd } from './init-attempt.ts';
import {
  type EndReason,
  type EnvironmentEvent,
  type EnvironmentState,
  transition,
} from './lifecycle.ts';
import { Prelude } from './prelude.ts';
import type { InitObserver, ServeObserver } from './serve-observer.ts';
import { settledWithin } from './settled-within.ts';

/** The init phase ahead of an on-demand event ends after 10 s (contract §3.1). */
const initWindowMs = 10_000;
/** A guest that has not confirmed a reset by then has lost its container (design §5). */
const resetConfirmMs = 2_000;
/** The longest shutdown that extensions may take (contract §3.3), and a little for the way. */
const shutdownConfirmMs = 2_500;
/** How long a container's end may trail its channel's. */
const exitCodeWaitMs = 1_000;

/**
 * One container serving one function version, one event at a time. It owns the channel and the state machine;
 * who gets it and when is the pool's business.
 */
export class Environment {
  readonly id: string;
  /** Resolves when the container is gone. Never rejects. */
  readonly ended: Promise<EndReason>;
  readonly #parts: EnvironmentParts;
  readonly #prelude = new Prelude();
  readonly #markEnded: (reason: EndReason) => void;
  #state: EnvironmentState = { name: 'standby' };
  #observer: InitObserver = this.#prelude;
  #phase: InitAttempt | EventExchange | null = null;
  readonly #confirmations = new Confirmations();
  #idleReset: Promise<void> | null = null;
  /** Frames that came in one piece with a phase's last one, until the state has followed. */
  #late: GuestFrame[] = [];
  #memoryBytesMax = 0;
  #initDurationMs: number | null = null;

  constructor(parts: EnvironmentParts) {
    const { promise, resolve } = Promise.withResolvers<EndReason>();
    this.id = parts.id;
    this.ended = promise;
    this.#markEnded = resolve;
    this.#parts = parts;
    parts.channel.onFrame((frame) => this.#onFrame(frame));
    void parts.channel.ended.then((error) => this.#onLost('channelEnded', error));
    void parts.container.exited.then(() => this.#onLost('containerExited', null));
  }

  get state(): EnvironmentState['name'] {
    return this.#state.name;
  }

  /** Why the next event finds it reset, where it does. */
  get resetCause() {
    return this.#state.name === 'reset' ? this.#state.cause : null;
  }

  /** The most memory that its processes held at the moments it was read, in bytes. */
  get memoryBytesMax(): number {
    return this.#memoryBytesMax;
  }

  /** The successful init's duration, for the REPORT of the first event after it; then `null`. */
  takeInitDuration(): number | null {
    const durationMs = this.#initDurationMs;
    this.#initDurationMs = null;
    return durationMs;
  }

  /** Runs the init phase ahead of events. A failure stays silent until the first event (contract §3.1). */
  async initialize(): Promise<void> {
    this.#apply({ name: 'initRequested', requestId: null });
    const outcome = await this.#attemptInit('init', this.#parts.initWindowMs ?? initWindowMs);
    if (outcome.kind !== 'completed') await this.#afterFailedInit(outcome);
  }

  /**
   * Serves one event. Resolves when the environment can take another or has ended; what happens on the way,
   * the answer first of all, goes to the observer.
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

  /** Stops every process until the next event. Resolves when all stand still. */
  async freeze(): Promise<void> {
    if (this.#state.name !== 'ready') return;
    const frozen = this.#confirmations.next('frozen');
    this.#parts.channel.send({ kind: 'freeze' });
    await frozen;
    if (this.#state.name === 'ready') this.#apply({ name: 'frozen' });
  }

  /** Ends the environment and waits until the engine has removed the container. */
  async terminate(reason: EndReason): Promise<void> {
    if (this.#state.name !== 'terminated' && this.#state.name !== 'terminating') {
      this.#apply({ name: 'terminateRequested', reason });
      const done = this.#confirmations.next('shutdownDone');
      this.#parts.channel.send({ kind: 'shutdown', reason: 'spindown' });
      await settledWithin(done, shutdownConfirmMs);
      this.#parts.channel.close();
      await this.#remove();
    }
    await this.ended;
  }

  /** Brings the environment to `invoking`; the time left for the event, `null` when it will get none. */
  async #becomeInvoking(request: EventRequest, observer: ServeObserver): Promise<number | null> {
    const { requestId, timeoutMs } = request;
    if (this.#state.name === 'standby') {
      this.#apply({ name: 'initRequested', requestId });
      const outcome = await this.#attemptInit('init', initWindowMs);
      if (outcome.kind === 'completed') return timeoutMs;
      await this.#afterFailedInit(outcome);
      if (this.state !== 'reset') {
        observer.failed(initFailure(outcome));
        return null;
      }
    }
    if (this.state === 'reset') return this.#initInside(request, observer);
    if (this.state !== 'ready' && this.state !== 'frozen') {
      observer.failed(lossFailure());
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
    observer.failed(initFailure(outcome));
    await this.#afterFailedInit(outcome);
    return null;
  }

  async #attemptInit(phase: 'init' | 'invoke', windowMs: number): Promise<InitOutcome> {
    const attempt = new InitAttempt({
      clock: this.#parts.clock,
      observer: this.#observer,
      phase,
      windowMs,
    });
    this.#phase = attempt;
    this.#parts.channel.send({ kind: 'initialize', ...this.#parts.initialization, phase });
    const outcome = await attempt.outcome;
    this.#phase = null;
    if (phase === 'init') void this.#parts.container.limitCpu();
    if (outcome.kind === 'completed') {
      if (this.#state.name === 'initializing') this.#apply({ name: 'initCompleted' });
      this.#replayLate();
      this.#observer.mark('initDone', this.#parts.clock.monotonicMs());
      if (phase === 'init') this.#initDurationMs = outcome.durationMs;
    } else {
      this.#observer.mark('initFailed', this.#parts.clock.monotonicMs());
    }
    this.#observer.initEnded(initEnd(phase, outcome));
    return outcome;
  }

  async #afterFailedInit(outcome: Exclude<InitOutcome, { kind: 'completed' }>): Promise<void> {
    if (this.#state.name !== 'initializing') return;
    const outOfMemory = outcome.kind === 'failed' && outcome.fault.outOfMemory;
    this.#apply({
      name: outOfMemory ? 'outOfMemory' : outcome.kind === 'failed' ? 'initFailed' : 'initTimedOut',
    });
    await this.#resetProcesses(outcome.kind === 'failed' ? 'failure' : 'timeout');
  }

  async #exchange(
    request: EventRequest,
    remainingMs: number,
    observer: ServeObserver,
  ): Promise<void> {
    const { clock, channel } = this.#parts;
    if (this.#state.name !== 'invoking') {
      observer.failed(lossFailure());
      return;
    }
    const exchange = new EventExchange({ clock, channel, request, remainingMs, observer });
    this.#phase = exchange;
    const outcome = await exchange.outcome;
    this.#phase = null;
    if (outcome.kind === 'completed') {
      this.#apply({ name: 'invocationCompleted' });
      observer.mark('completed', clock.monotonicMs());
      observer.completed(outcome.completed);
      this.#replayLate();
      return;
    }
    observer.failed(exchangeFailure(outcome, request.timeoutMs));
    if (this.#state.name !== 'invoking') return;
    if (outcome.kind === 'timedOut') {
      this.#apply({ name: 'deadlineExceeded' });
      await this.#resetProcesses('timeout');
    } else {
      this.#apply({ name: outcome.fault.outOfMemory ? 'outOfMemory' : 'runtimeExited' });
      await this.#resetProcesses('failure');
    }
  }

  async #resetProcesses(reason: 'timeout' | 'failure'): Promise<void> {
    const done = this.#confirmations.next('resetDone');
    this.#parts.channel.send({ kind: 'reset', reason });
    // Extensions may use up the shutdown budget before the processes are gone.
    const confirmed = await settledWithin(done, resetConfirmMs + shutdownConfirmMs);
    if (this.#state.name !== 'resetting') return;
    if (!confirmed) {
      this.#apply({ name: 'terminateRequested', reason: 'resetTimedOut' });
      await this.#remove();
      return;
    }
    this.#apply({ name: 'processesGone' });
    this.#observer.mark('processesGone', this.#parts.clock.monotonicMs());
  }

  #onFrame(frame: GuestFrame): void {
    if (frame.kind === 'log') {
      this.#onLog(frame);
      return;
    }
    if ('memoryBytes' in frame) this.#rememberMemory(frame.memoryBytes);
    if (this.#confirmations.settle(frame.kind)) return;
    if (this.#phase === null) this.#onIdleFrame(frame);
    else if (this.#phase.settled) this.#late.push(frame);
    else this.#phase.onFrame(frame);
  }

  #replayLate(): void {
    for (const frame of this.#late.splice(0)) this.#onFrame(frame);
  }

  /** A process that ends between events resets the environment; the next event reports it. */
  #onIdleFrame(frame: GuestFrame): void {
    if (frame.kind !== 'processExited' && frame.kind !== 'extensionError') return;
    if (this.#state.name !== 'ready' && this.#state.name !== 'frozen') return;
    const extension = frame.kind === 'extensionError' || frame.process === 'extension';
    this.#apply({ name: extension ? 'extensionExited' : 'runtimeExited' });
    this.#idleReset = this.#resetProcesses('failure');
  }

  #onLog(frame: LogFrame): void {
    this.#observer.log({
      text: frame.text,
      origin: frame.origin,
      atMs: this.#parts.clock.monotonicMs(),
    });
  }

  #rememberMemory(memoryBytes: number): void {
    const limitBytes = this.#parts.initialization.memorySizeMb * 1024 * 1024;
    this.#memoryBytesMax = Math.max(this.#memoryBytesMax, Math.min(memoryBytes, limitBytes));
  }

  /** The container or the channel went by itself. What it was is in the exit code, which may come a little later. */
  async #onLost(reason: 'channelEnded' | 'containerExited', error: Error | null): Promise<void> {
    if (this.#state.name === 'terminating' || this.#state.name === 'terminated') return;
    this.#apply({ name: 'terminateRequested', reason });
    const { exited } = this.#parts.container;
    const exitCode = (await settledWithin(exited, exitCodeWaitMs)) ? await exited : null;
    this.#phase?.lost(lossFault(exitCode, error));
    this.#confirmations.settleAll();
    await this.#remove();
  }

  async #remove(): Promise<void> {
    await this.#parts.container.remove();
    if (this.#state.name === 'terminating') {
      const { reason } = this.#state;
      this.#apply({ name: 'containerRemoved' });
      this.#markEnded(reason);
    }
  }

  #apply(event: EnvironmentEvent): void {
    this.#state = transition(this.#state, event);
  }
}
