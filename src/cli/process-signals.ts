import process from 'node:process';
import type { Clock } from '../timeline/clock.ts';

/**
 * The same signal again within this is one keystroke: a terminal tells every process, and one
 * may tell another.
 */
const sameKeystrokeMs = 500;

/** Calls back for SIGINT and SIGTERM until the returned function is called. */
export function onProcessSignal(
  listener: (signal: NodeJS.Signals) => void,
  clock: Clock,
): () => void {
  let lastMs = Number.NEGATIVE_INFINITY;
  const handle = (signal: NodeJS.Signals) => {
    const nowMs = clock.monotonicMs();
    if (nowMs - lastMs < sameKeystrokeMs) return;
    lastMs = nowMs;
    listener(signal);
  };
  process.on('SIGINT', handle);
  process.on('SIGTERM', handle);
  return () => {
    process.off('SIGINT', handle);
    process.off('SIGTERM', handle);
  };
}
