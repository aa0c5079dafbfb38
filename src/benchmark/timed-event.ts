import type { InvocationResult } from '../invocation/invocation-result.ts';
import type { LambdaFunction } from '../lambda-function.ts';
import type { Clock } from '../timeline/clock.ts';

/** An event's result, and when its caller sent it and had its answer: on the monotonic clock. */
export interface TimedEvent {
  readonly result: InvocationResult;
  readonly sentAtMs: number;
  readonly answeredAtMs: number;
}

/** Measured around the call, as whoever calls would do it. */
export async function timedEvent(
  lambda: Pick<LambdaFunction, 'dispatch'>,
  event: Uint8Array,
  clock: Clock,
): Promise<TimedEvent> {
  const sentAtMs = clock.monotonicMs();
  const { answered, settled } = lambda.dispatch(event);
  const answeredAt = answered.then(() => clock.monotonicMs());
  const [answeredAtMs, result] = await Promise.all([answeredAt, settled]);
  return { result, sentAtMs, answeredAtMs };
}
