import type { Clock } from '../timeline/clock.ts';
import { derivePhases, type Mark, type MarkName } from '../timeline/timeline.ts';
import type { InvocationTimeline } from './invocation-result.ts';

/** Collects an invocation's marks; durations are derived at the end. */
export class TimelineRecorder {
  readonly #clock: Clock;
  /** On the monotonic clock. */
  readonly acceptedAtMs: number;
  readonly #marks: Mark[] = [{ name: 'accepted', atMs: 0 }];
  #answeredMs: number | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.acceptedAtMs = clock.monotonicMs();
  }

  /**
   * @param atMonotonicMs the moment, now when absent. One that was worked out from a duration on
   * the guest's clock can
   *   come out a hair before the mark ahead of it, or after now: it is put between the two.
   */
  mark(name: MarkName, atMonotonicMs = this.#clock.monotonicMs()): void {
    const earliestMs = this.#marks.at(-1)?.atMs ?? 0;
    const latestMs = this.offsetMs(this.#clock.monotonicMs());
    const atMs = Math.max(earliestMs, Math.min(this.offsetMs(atMonotonicMs), latestMs));
    this.#marks.push({ name, atMs });
  }

  /** The caller has the last byte. Only the first time counts. */
  answered(): void {
    if (this.#answeredMs !== null) return;
    this.mark('lastByte');
    this.#answeredMs = this.#marks.at(-1)?.atMs ?? 0;
  }

  offsetMs(atMonotonicMs: number): number {
    return atMonotonicMs - this.acceptedAtMs;
  }

  finish(): InvocationTimeline {
    this.mark('idleAgain');
    const totalMs = this.#marks.at(-1)?.atMs ?? 0;
    return {
      marks: this.#marks,
      phases: derivePhases(this.#marks),
      answeredMs: this.#answeredMs ?? totalMs,
      totalMs,
    };
  }
}
