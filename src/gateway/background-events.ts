import { LamboxError } from '../errors.ts';
import type { InvokeOptions } from '../invocation/invoke-options.ts';
import type { LambdaFunction } from '../sandbox.ts';

interface WaitingEvent {
  readonly event: Uint8Array;
  readonly options: InvokeOptions;
}

/** How long an event waits for another try when no end of an event of ours wakes it before. */
const retryAfterMs = 50;

/**
 * Events of invocation type `Event`: answered at once, run once each, in their order, as soon
 * as an environment is free. They are kept in memory and not tried again when the function
 * fails.
 */
export class BackgroundEvents {
  readonly #lambda: LambdaFunction;
  readonly #onFailure: (error: unknown) => void;
  readonly #waiting: WaitingEvent[] = [];
  #retry: NodeJS.Timeout | null = null;

  constructor(lambda: LambdaFunction, onFailure: (error: unknown) => void) {
    this.#lambda = lambda;
    this.#onFailure = onFailure;
  }

  add(event: Uint8Array, options: InvokeOptions): void {
    this.#waiting.push({ event, options });
    if (this.#waiting.length === 1) this.#offerOldest();
  }

  /** Drops what waits. */
  stop(): void {
    this.#waiting.length = 0;
    this.#cancelRetry();
  }

  #offerOldest(): void {
    this.#cancelRetry();
    const oldest = this.#waiting.shift();
    if (oldest === undefined) return;
    void this.#offer(oldest);
    if (this.#waiting.length > 0) this.#scheduleRetry();
  }

  async #offer(waiting: WaitingEvent): Promise<void> {
    try {
      const dispatched = this.#lambda.dispatch(waiting.event, waiting.options);
      // Nobody waits for the answer; what is wrong with it is wrong with the end, too.
      dispatched.answered.catch(() => {});
      await dispatched.settled;
      this.#offerOldest();
    } catch (error) {
      if (!(error instanceof LamboxError) || error.code !== 'ConcurrencyLimit') {
        this.#onFailure(error);
        this.#offerOldest();
        return;
      }
      this.#waiting.unshift(waiting);
      this.#scheduleRetry();
    }
  }

  #scheduleRetry(): void {
    this.#retry ??= setTimeout(() => this.#offerOldest(), retryAfterMs);
  }

  #cancelRetry(): void {
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = null;
  }
}
