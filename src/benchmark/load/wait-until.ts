import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Clock } from '../../timeline/clock.ts';

/** A timer counts whole milliseconds and may be one late: the rest is waited in short turns. */
const timerMs = 1.5;

/**
 * Waits for moments of the clock to a fraction of a millisecond, with a turn of the event loop at
 * least; an aborted signal ends each wait.
 */
export function createWaitUntil(clock: Clock, signal: AbortSignal) {
  return async (atMs: number): Promise<void> => {
    do {
      const leftMs = atMs - clock.monotonicMs();
      if (leftMs > timerMs + 0.5) {
        await setTimeout(leftMs - timerMs, undefined, { signal }).catch(() => {});
      } else {
        await setImmediate();
      }
    } while (!signal.aborted && clock.monotonicMs() < atMs);
  };
}
