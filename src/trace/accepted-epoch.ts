import type { InvocationResult } from '../invocation/invocation-result.ts';

/**
 * When the event was accepted, in milliseconds since the epoch. The platform's own lines carry it:
 * each knows when it came and how long after the event. 0 where there are none.
 */
export function acceptedEpochMs({ logs }: Pick<InvocationResult, 'logs'>): number {
  const line = logs.find(({ origin }) => origin === 'platform');
  return line === undefined ? 0 : line.epochMs - line.offsetMs;
}
