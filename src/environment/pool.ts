import { LamboxError } from '../errors.ts';
import type { StartKind, StartReason } from '../timeline/start-kind.ts';
import { disposedError } from './disposed-error.ts';
import type { Environment } from './environment.ts';
import type { LaunchedEnvironment } from './launcher.ts';
import type { ResetCause } from './lifecycle.ts';
import type { PoolOptions } from './pool-options.ts';
import { Standby } from './standby.ts';

/** An environment for one event, and what the event is told of how it was found. */
export interface Reservation {
  readonly environment: Environment;
  readonly startKind: StartKind;
  readonly startReason: StartReason | null;
  /** How the container came to be, where it was made for this event. */
  readonly launch: LaunchedEnvironment['launch'] | null;
}

const resetReasons: Readonly<Record<ResetCause, StartReason>> = {
  failure: 'afterFailure',
  timeout: 'afterTimeout',
  outOfMemory: 'afterOutOfMemory',
  failedInit: 'afterFailedInit',
};

interface Idle {
  readonly environment: Environment;
  readonly expiry: NodeJS.Timeout;
  /** `null` where it does not wait for its freeze. */
  readonly freeze: NodeJS.Timeout | null;
}

/**
 * The environments of one function version: one event each, the newest idle one first, more while
 * events overlap.
 */
export class Pool {
  readonly #options: PoolOptions;
  readonly #idle: Idle[] = [];
  readonly #all = new Set<Environment>();
  /** Have answered their event and are about to come back. */
  readonly #settling = new Set<Environment>();
  /** Initialized ahead; their first event is told so. */
  readonly #untouched = new Set<Environment>();
  readonly #waiting: ((environment: Environment | null) => void)[] = [];
  readonly #launches = new Set<Promise<unknown>>();
  readonly #standby: Standby;
  readonly #emptied = Promise.withResolvers<void>();
  /** Resolves when it has retired and nothing of it runs any more. */
  readonly emptied = this.#emptied.promise;
  #reserving = 0;
  #launching = 0;
  #provisioning = 0;
  #coldReason: StartReason;
  #disposed = false;
  #retired = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    const { standby: count, launch } = options;
    this.#coldReason = options.firstReason ?? 'first';
    this.#standby = new Standby({ count, launch: async () => (await launch()).environment });
  }

  /**
   * @throws LamboxError `ConcurrencyLimit` when as many events are handled as may be, and the
   * launcher's.
   */
  async reserve(): Promise<Reservation> {
    this.#reserving += 1;
    try {
      return await this.#reserve();
    } finally {
      this.#reserving -= 1;
      this.#tellEmptied();
    }
  }

  async #reserve(): Promise<Reservation> {
    for (;;) {
      if (this.#disposed) throw disposedError();
      const idle = this.#takeIdle();
      if (idle !== null) return this.#reservation(idle);
      if (!this.#someoneComesSoon()) break;
      const came = await this.#waitForOne();
      if (came !== null) return this.#reservation(came);
      if (!this.#disposed && this.#provisioning === 0) break;
    }
    return this.#launchForEvent();
  }

  /** The environment has answered; the next event may as well wait for it. */
  answered(environment: Environment): void {
    this.#settling.add(environment);
  }

  /**
   * Gives an environment back. Resolves when it waits for its freeze, is frozen where there is no
   * delay, or is taken by an event that waited.
   */
  async release(environment: Environment): Promise<void> {
    this.#settling.delete(environment);
    if (!this.#all.has(environment) || environment.state === 'terminating') {
      this.#waiting.shift()?.(null);
      return;
    }
    await this.#offer(environment);
  }

  /**
   * Starts environments and their init ahead of events. Resolves when all are ready or have failed
   * their init.
   */
  async provision(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, () => this.#provisionOne()));
  }

  /** Resolves when as many as are to stand by do so. */
  async standBy(): Promise<void> {
    await this.#standby.fill();
  }

  /** Another pool serves from now on: what runs finishes, and each environment ends behind it. */
  async retire(): Promise<void> {
    this.#retired = true;
    const idle = this.#idle.splice(0);
    for (const each of idle) stopTimers(each);
    const ends = idle.map(({ environment }) => environment.terminate('codeChanged'));
    await Promise.all([...ends, this.#standby.close()]);
    this.#tellEmptied();
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    for (const idle of this.#idle.splice(0)) stopTimers(idle);
    for (const wake of this.#waiting.splice(0)) wake(null);
    await Promise.allSettled([...this.#launches, this.#standby.close()]);
    await Promise.all([...this.#all].map((environment) => environment.terminate('disposed')));
  }

  #tellEmptied(): void {
    const left = this.#all.size + this.#launching + this.#reserving;
    if (this.#retired && left === 0) this.#emptied.resolve();
  }

  #takeIdle(): Environment | null {
    for (;;) {
      const idle = this.#idle.pop();
      if (idle === undefined) return null;
      stopTimers(idle);
      if (idle.environment.state !== 'terminating') return idle.environment;
      // Its container went by itself; it has not said so yet.
      this.#coldReason = 'afterFailure';
    }
  }

  #someoneComesSoon(): boolean {
    return this.#settling.size + this.#provisioning > this.#waiting.length;
  }

  async #waitForOne(): Promise<Environment | null> {
    const { promise, resolve } = Promise.withResolvers<Environment | null>();
    this.#waiting.push(resolve);
    // Init ahead of events may take long and is what the event would need anyway: no limit then.
    const limitMs = this.#provisioning > 0 ? null : this.#options.settleWaitMs;
    const timer = limitMs === null ? undefined : setTimeout(() => resolve(null), limitMs);
    const environment = await promise;
    clearTimeout(timer);
    const place = this.#waiting.indexOf(resolve);
    if (place >= 0) this.#waiting.splice(place, 1);
    return environment;
  }

  #reservation(environment: Environment): Reservation {
    const launch = null;
    const cause = environment.resetCause;
    if (this.#untouched.delete(environment) && cause === null) {
      return { environment, startKind: 'provisioned', startReason: 'first', launch };
    }
    return cause === null
      ? { environment, startKind: 'warm', startReason: null, launch }
      : { environment, startKind: 'reset', startReason: resetReasons[cause], launch };
  }

  async #launchForEvent(): Promise<Reservation> {
    const others = this.#livingCount() + this.#launching;
    if (others >= this.#options.concurrency) {
      throw new LamboxError(
        'ConcurrencyLimit',
        `all ${this.#options.concurrency} execution environments are busy`,
        { remedy: 'Send fewer events at once or raise --concurrency.' },
      );
    }
    const startReason = others > 0 ? 'overlap' : this.#coldReason;
    const waiting = this.#standby.take();
    if (waiting !== null) {
      this.#keep(waiting);
      return { environment: waiting, startKind: 'standby', startReason, launch: null };
    }
    const { environment, launch } = await this.#launch();
    return { environment, startKind: 'cold', startReason, launch };
  }

  /** Those that can still serve: the container of an ended one may take a while to be removed. */
  #livingCount(): number {
    let count = 0;
    for (const { state } of this.#all) if (state !== 'terminating') count += 1;
    return count;
  }

  async #provisionOne(): Promise<void> {
    this.#provisioning += 1;
    try {
      const { environment } = await this.#launch();
      this.#untouched.add(environment);
      await environment.initialize();
      this.#provisioning -= 1;
      await this.#offer(environment);
    } catch (error) {
      this.#provisioning -= 1;
      this.#waiting.shift()?.(null);
      throw error;
    }
  }

  async #launch(): Promise<LaunchedEnvironment> {
    this.#launching += 1;
    const launch = this.#options.launch();
    this.#launches.add(launch);
    try {
      const launched = await launch;
      this.#keep(launched.environment);
      return launched;
    } finally {
      this.#launches.delete(launch);
      this.#launching -= 1;
    }
  }

  #keep(environment: Environment): void {
    this.#all.add(environment);
    void environment.ended.then((reason) => {
      this.#all.delete(environment);
      this.#settling.delete(environment);
      this.#untouched.delete(environment);
      const place = this.#idle.findIndex((idle) => idle.environment === environment);
      for (const idle of place < 0 ? [] : this.#idle.splice(place, 1)) stopTimers(idle);
      const planned = reason === 'expired' || reason === 'codeChanged';
      this.#coldReason = planned ? reason : 'afterFailure';
      this.#tellEmptied();
    });
  }

  async #offer(environment: Environment): Promise<void> {
    if (this.#disposed) return;
    const next = this.#waiting.shift();
    if (next !== undefined) {
      next(environment);
      return;
    }
    if (this.#retired) {
      await environment.terminate('codeChanged');
      return;
    }
    const expiry = setTimeout(() => this.#expire(environment), this.#options.idleTimeoutMs);
    expiry.unref();
    const { freezeDelayMs } = this.#options;
    const freeze = freezeDelayMs
      ? setTimeout(() => void environment.freeze(), freezeDelayMs)
      : null;
    this.#idle.push({ environment, expiry, freeze });
    if (freezeDelayMs === 0) await environment.freeze();
  }

  #expire(environment: Environment): void {
    const place = this.#idle.findIndex((idle) => idle.environment === environment);
    if (place < 0) return;
    this.#idle.splice(place, 1);
    // Known at once: the container may be gone before the engine has said so.
    this.#coldReason = 'expired';
    void environment.terminate('expired');
  }
}

function stopTimers({ expiry, freeze }: Idle): void {
  clearTimeout(expiry);
  if (freeze !== null) clearTimeout(freeze);
}
