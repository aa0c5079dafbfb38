import type { Clock } from '../../src/timeline/clock.ts';

/** A clock that stands until somebody waits for a moment, or puts it on. */
export function manualClock() {
  let nowMs = 1_000;
  const clock: Clock = { monotonicMs: () => nowMs, epochMs: () => nowMs };
  return {
    clock,
    /** As if something else had kept the process busy. */
    passes: (ms: number) => {
      nowMs += ms;
    },
    waitUntil: async (atMs: number) => {
      await new Promise(setImmediate);
      nowMs = Math.max(nowMs, atMs);
    },
  };
}
