import { LamboxError } from '../errors.ts';

/**
 * The promise's own outcome, unless the signal aborts first.
 * @throws LamboxError `ChannelFailed` that says `what` was awaited, its cause the signal's reason.
 */
export function raceAbort<Value>(
  promise: Promise<Value>,
  signal: AbortSignal,
  what: string,
): Promise<Value> {
  const { promise: raced, resolve, reject } = Promise.withResolvers<Value>();
  const onAbort = (): void => {
    reject(
      new LamboxError('ChannelFailed', `Gave up waiting for ${what}.`, { cause: signal.reason }),
    );
  };
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  return raced;
}
