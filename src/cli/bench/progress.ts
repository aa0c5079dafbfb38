import { systemClock } from '../../timeline/clock.ts';
import type { Paint } from '../paint.ts';
import type { Output } from '../streams.ts';

/** Where nobody looks at a terminal: so many lines in all. */
const linesInLog = 5;

/** Rounds done and about how long it will go on. */
export function benchProgress(output: Output, paint: Paint, what = 'round') {
  const beganAtMs = systemClock.monotonicMs();
  const isTerminal = output.isTTY === true;
  let isOpen = false;
  return {
    round(done: number, all: number): void {
      if (!isTerminal && done % Math.ceil(all / linesInLog) !== 0) return;
      const leftMs = ((systemClock.monotonicMs() - beganAtMs) / done) * (all - done);
      const text = paint.dim(`${what} ${done} of ${all}, about ${Math.ceil(leftMs / 1000)} s left`);
      output.write(isTerminal ? `\r\u001b[2K${text}` : `${text}\n`);
      isOpen = isTerminal;
    },
    /** Leaves the line for what comes next. */
    end(): void {
      if (isOpen) output.write('\r\u001b[2K');
    },
  };
}
