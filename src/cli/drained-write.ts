import { once } from 'node:events';
import type { Output } from './streams.ts';

/** Writes. Returns a promise where the stream has enough for now: it settles when it takes more. */
export function drainedWrite(output: Output, chunk: string | Uint8Array): void | Promise<void> {
  // One that was closed takes nothing any more; that is not worth waiting for.
  if (!output.writable || output.write(chunk)) return;
  const done = (): void => undefined;
  return once(output, 'drain').then(done, done);
}
