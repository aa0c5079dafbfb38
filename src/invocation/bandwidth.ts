import type { Clock } from '../timeline/clock.ts';

/**
 * How fast a streamed response may go: a bucket that is full at the beginning, refilled at an even
 * rate (row 1.8-3). What is taken beyond its contents is a debt that time pays.
 */
export class Bandwidth {
  readonly #clock: Clock;
  readonly #burstBytes: number;
  readonly #bytesPerSecond: number;
  #leftBytes: number;
  #seenAtMs: number;

  constructor(options: {
    readonly clock: Clock;
    readonly burstBytes: number;
    readonly bytesPerSecond: number;
  }) {
    this.#clock = options.clock;
    this.#burstBytes = options.burstBytes;
    this.#bytesPerSecond = options.bytesPerSecond;
    this.#leftBytes = options.burstBytes;
    this.#seenAtMs = options.clock.monotonicMs();
  }

  /** Takes so many bytes. How long until they are paid for, in milliseconds: 0 in the burst. */
  take(bytes: number): number {
    const nowMs = this.#clock.monotonicMs();
    const refilledBytes = ((nowMs - this.#seenAtMs) * this.#bytesPerSecond) / 1000;
    this.#seenAtMs = nowMs;
    this.#leftBytes = Math.min(this.#burstBytes, this.#leftBytes + refilledBytes) - bytes;
    return Math.max(0, -this.#leftBytes / this.#bytesPerSecond) * 1000;
  }
}
