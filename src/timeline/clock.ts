/** Where time comes from. Injected, so that tests decide what the time is. */
export interface Clock {
  /** Milliseconds with fractions, never going back, from an arbitrary start. For durations. */
  monotonicMs(): number;
  /** Milliseconds since the epoch. For dates that people or AWS's formats ask for. */
  epochMs(): number;
}

/** The machine's clocks. The only place that reads them. */
export const systemClock: Clock = {
  monotonicMs: () => performance.now(),
  epochMs: () => Date.now(),
};

/** A moment of the monotonic clock in milliseconds since the epoch. */
export function epochOf(clock: Clock, monotonicMs: number): number {
  return clock.epochMs() - clock.monotonicMs() + monotonicMs;
}
