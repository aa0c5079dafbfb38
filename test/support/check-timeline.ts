import { expect } from 'vitest';
import type { InvocationTimeline } from '../../src/invocation/invocation-result.ts';

/** How far a sum of floating-point durations may be from its total. */
const toleranceMs = 1;

/** What holds of every timeline: phases are non-negative, in order and sum to the total. */
export function checkTimeline(timeline: InvocationTimeline): void {
  const { marks, phases, totalMs, answeredMs } = timeline;
  expect(marks[0]).toEqual({ name: 'accepted', atMs: 0 });
  expect(marks.at(-1)).toEqual({ name: 'idleAgain', atMs: totalMs });
  expect(phases).toHaveLength(marks.length - 1);
  let endMs = 0;
  let sumMs = 0;
  for (const { name, startMs, durationMs } of phases) {
    expect(durationMs, `${name} is negative`).toBeGreaterThanOrEqual(0);
    expect(Math.abs(startMs - endMs), `gap before ${name}`).toBeLessThan(toleranceMs);
    endMs = startMs + durationMs;
    sumMs += durationMs;
  }
  expect(Math.abs(sumMs - totalMs), 'phases do not sum to the total').toBeLessThan(toleranceMs);
  expect(answeredMs).toBeGreaterThan(0);
  expect(answeredMs).toBeLessThanOrEqual(totalMs);
}
