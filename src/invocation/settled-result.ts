import type { Dispatched } from './answer.ts';
import type { InvocationResult } from './invocation-result.ts';

/** Sends an event and waits for its result alone: a rejection comes once, by that. */
export function settledResult(
  lambda: { dispatch(event: Uint8Array): Dispatched },
  event: Uint8Array,
): Promise<InvocationResult> {
  const { answered, settled } = lambda.dispatch(event);
  answered.catch(() => {});
  return settled;
}
