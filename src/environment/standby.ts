import type { Environment } from './environment.ts';

export interface StandbyOptions {
  /** How many are to wait. */
  readonly count: number;
  readonly launch: () => Promise<Environment>;
}

/**
 * Environments made ahead of the events that will want them: the container runs and the shim waits,
 * nothing of the function has begun. Init is the event's own.
 */
export class Standby {
  readonly #options: StandbyOptions;
  readonly #waiting: Environment[] = [];
  readonly #launches = new Set<Promise<void>>();
  #closed = false;

  constructor(options: StandbyOptions) {
    this.#options = options;
  }

  /** Makes what is missing. Rejects as the launcher does; what came up all the same waits. */
  async fill(): Promise<void> {
    const coming = this.#waiting.length + this.#launches.size;
    const missing = this.#closed ? 0 : Math.max(0, this.#options.count - coming);
    const launches = Array.from({ length: missing }, () => this.#launchOne());
    await Promise.all([...this.#launches, ...launches]);
  }

  /** `null` where none waits. Others are made in its place, and in that of those that went. */
  take(): Environment | null {
    let environment = this.#waiting.pop() ?? null;
    // One whose container is gone may not have been removed yet.
    while (environment !== null && environment.state !== 'standby') {
      environment = this.#waiting.pop() ?? null;
    }
    // An engine that fails says so to the event that finds none.
    this.fill().catch(() => undefined);
    return environment;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#launches);
    const waiting = this.#waiting.splice(0);
    await Promise.all(waiting.map((environment) => environment.terminate('disposed')));
  }

  async #launchOne(): Promise<void> {
    const launch = this.#options.launch().then((environment) => this.#keep(environment));
    this.#launches.add(launch);
    try {
      await launch;
    } finally {
      this.#launches.delete(launch);
    }
  }

  #keep(environment: Environment): void {
    this.#waiting.push(environment);
    void environment.ended.then(() => this.#forget(environment));
  }

  #forget(environment: Environment): void {
    const place = this.#waiting.indexOf(environment);
    if (place >= 0) this.#waiting.splice(place, 1);
  }
}
