/**
 * How long the engine's word of a container's end may trail its channel's: with a thousand
 * processes to be buried on a busy machine it was more than a second.
 */
export const exitCodeWaitMs = 5_000;

/** Whether the promise is fulfilled within the time. The timer never outlives the answer. */
export async function settledWithin(promise: Promise<unknown>, timeMs: number): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), timeMs);
  try {
    return await Promise.race([promise.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What the promise is fulfilled with, `null` where that takes longer than the time. */
export async function resultWithin<Result>(
  promise: Promise<Result>,
  timeMs: number,
): Promise<Result | null> {
  return (await settledWithin(promise, timeMs)) ? promise : null;
}
