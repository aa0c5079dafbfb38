import type { LoadEvent } from './load-event.ts';

/** How well this process kept the times at which events were to be sent. */
export interface SenderLateness {
  /** Events that left later than `lateMs` after their time. */
  readonly lateCount: number;
  readonly worstMs: number;
  /** Not where more than a hundredth was late: then the machine was too busy for this rate. */
  readonly keptSchedule: boolean;
}

/** From here on an event counts as late. */
export const lateMs = 10;
const lateShareMax = 0.01;

export function senderLateness(
  events: readonly Pick<LoadEvent, 'scheduledMs' | 'sentMs'>[],
): SenderLateness {
  let [lateCount, worstMs] = [0, 0];
  for (const { scheduledMs, sentMs } of events) {
    const ms = sentMs - scheduledMs;
    if (ms > lateMs) lateCount += 1;
    worstMs = Math.max(worstMs, ms);
  }
  return { lateCount, worstMs, keptSchedule: lateCount <= events.length * lateShareMax };
}
