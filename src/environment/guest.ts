import type {
  GuestFrame,
  LogFrame,
  LogsDroppedFrame,
  ResetDoneFrame,
  StatsFrame,
} from '../channel/frames.ts';
import { Confirmations } from './confirmations.ts';
import type { EnvironmentParts } from './environment-parts.ts';
import { EventExchange, type ExchangeOutcome } from './event-exchange.ts';
import type { EventRequest } from './event-request.ts';
import type { Fault } from './fault.ts';
import { InitAttempt, type InitOutcome } from './init-attempt.ts';
import { LogPressure } from './log-pressure.ts';
import type { InitObserver, ServeObserver } from './serve-observer.ts';
import { resultWithin, settledWithin } from './settled-within.ts';
import { Tunnels } from './tunnels.ts';

/** A guest that has not confirmed a reset by then, its budget spent, loses its container. */
const resetConfirmMs = 2_000;
/** The longest shutdown that extensions may take (contract §3.3), and a little for the way. */
const shutdownConfirmMs = 2_500;
/** A guest with a full processor quota used up may need some periods to count its processes. */
const statsWaitMs = 2_000;

export interface GuestListener {
  readonly log: (frame: LogFrame) => void | Promise<void>;
  readonly logsDropped: (frame: LogsDroppedFrame) => void;
  /** A process that should run ended while no phase was there to take it. */
  readonly idleFault: (process: 'runtime' | 'extension') => void;
}

/** The conversation with one shim: one phase at a time, each frame to whom it concerns. */
export class Guest {
  readonly #parts: Pick<EnvironmentParts, 'clock' | 'channel' | 'initialization'>;
  readonly #listener: GuestListener;
  readonly #confirmations = new Confirmations();
  readonly #logPressure: LogPressure;
  readonly #tunnels: Tunnels;
  #phase: InitAttempt | EventExchange | null = null;
  /** Frames that came in one piece with a phase's last one, until the state has followed. */
  #late: GuestFrame[] = [];
  #memoryBytesMax = 0;

  constructor(
    parts: Pick<EnvironmentParts, 'clock' | 'channel' | 'initialization'>,
    listener: GuestListener,
  ) {
    this.#parts = parts;
    this.#listener = listener;
    this.#logPressure = new LogPressure(parts.channel);
    this.#tunnels = new Tunnels(parts.channel, parts.initialization.hostServices);
    parts.channel.onFrame((frame) => this.#onFrame(frame));
  }

  /** The most memory that its processes held at the moments it was read, in bytes. */
  get memoryBytesMax(): number {
    return this.#memoryBytesMax;
  }

  /** The caller follows with its state and then says `endPhase`. */
  attemptInit(
    phase: 'init' | 'invoke',
    windowMs: number,
    observer: InitObserver,
  ): Promise<InitOutcome> {
    const { clock, channel, initialization } = this.#parts;
    this.#logPressure.engage();
    const attempt = new InitAttempt({ clock, observer, phase, windowMs });
    this.#phase = attempt;
    channel.send({ kind: 'initialize', ...initialization, phase });
    return attempt.outcome;
  }

  /** Likewise. */
  exchange(
    request: EventRequest,
    remainingMs: number,
    observer: ServeObserver,
  ): Promise<ExchangeOutcome> {
    const { clock, channel } = this.#parts;
    this.#logPressure.engage();
    const exchange = new EventExchange({ clock, channel, request, remainingMs, observer });
    this.#phase = exchange;
    return exchange.outcome;
  }

  /** The state has followed: what came behind the phase's last frame is idle's now. */
  endPhase(): void {
    this.#phase = null;
    this.#logPressure.release();
    for (const frame of this.#late.splice(0)) this.#onFrame(frame);
  }

  /** Resolves when every process stands still. */
  async freeze(): Promise<void> {
    const frozen = this.#confirmations.next('frozen');
    this.#parts.channel.send({ kind: 'freeze' });
    await frozen;
  }

  /** Resolves when the guest says that all its processes are gone; `null`: it did not. */
  reset(reason: 'timeout' | 'failure'): Promise<ResetDoneFrame | null> {
    const done = this.#confirmations.next('resetDone');
    this.#parts.channel.send({ kind: 'reset', reason });
    // Extensions may use up the shutdown budget before the processes are gone.
    return resultWithin(done, resetConfirmMs + shutdownConfirmMs);
  }

  async shutdown(): Promise<void> {
    const done = this.#confirmations.next('shutdownDone');
    this.#logPressure.release();
    this.#parts.channel.send({ kind: 'shutdown', reason: 'spindown' });
    await settledWithin(done, shutdownConfirmMs);
    this.#parts.channel.close();
  }

  /** What its processes have at this moment; `null` where it does not say. */
  stats(): Promise<StatsFrame | null> {
    const told = this.#confirmations.next('stats');
    this.#parts.channel.send({ kind: 'statsRequest' });
    return resultWithin(told, statsWaitMs);
  }

  /** The container or the channel went: whoever waits is told. */
  lost(fault: Fault): void {
    this.#phase?.lost(fault);
    this.#confirmations.settleAll();
  }

  #onFrame(frame: GuestFrame): void {
    if (this.#tunnels.take(frame)) return;
    if (frame.kind === 'log') {
      this.#logPressure.hold(this.#listener.log(frame));
      return;
    }
    if (frame.kind === 'logsDropped') {
      this.#listener.logsDropped(frame);
      return;
    }
    if (frame.kind === 'stats') {
      this.#confirmations.settle(frame);
      return;
    }
    if ('memoryBytes' in frame) this.#rememberMemory(frame.memoryBytes);
    if (this.#confirmations.settle(frame)) return;
    if (this.#phase === null) this.#onIdleFrame(frame);
    else if (this.#phase.settled) this.#late.push(frame);
    else this.#phase.onFrame(frame);
  }

  #onIdleFrame(frame: GuestFrame): void {
    if (frame.kind === 'processExited') this.#listener.idleFault(frame.process);
    else if (frame.kind === 'extensionError') this.#listener.idleFault('extension');
  }

  #rememberMemory(memoryBytes: number): void {
    const limitBytes = this.#parts.initialization.memorySizeMb * 1024 * 1024;
    this.#memoryBytesMax = Math.max(this.#memoryBytesMax, Math.min(memoryBytes, limitBytes));
  }
}
