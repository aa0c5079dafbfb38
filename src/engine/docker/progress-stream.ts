import type { Readable } from 'node:stream';
import { LamboxError } from '../../errors.ts';
import { readJsonLines } from './json-lines.ts';

/** What the engine says while it pulls, imports or builds. */
export interface ProgressMessage {
  /** Output of a build step. */
  readonly stream?: string;
  /** A step of a pull or import, e.g. `Downloading`. */
  readonly status?: string;
  /** The layer that the status is about. */
  readonly id?: string;
  /** Bytes of the layer, while it is fetched or unpacked. */
  readonly progressDetail?: { readonly current?: number; readonly total?: number };
  readonly error?: string;
  readonly errorDetail?: { readonly message?: string; readonly code?: number };
}

/** The work failed in the engine, which had already begun to answer. */
export class ProgressFailure extends Error {
  override readonly name = 'ProgressFailure';
}

/**
 * Follows a progress stream to its end.
 * @throws ProgressFailure with the engine's words when it reports an error
 * @throws LamboxError `EngineFailed` when it says nothing for longer than the limit
 */
export async function followProgress(
  stream: Readable,
  silenceLimitMs: number,
  onMessage: (message: ProgressMessage) => void,
): Promise<void> {
  const timer = setTimeout(() => stream.destroy(silenceError(silenceLimitMs)), silenceLimitMs);
  try {
    for await (const line of readJsonLines(stream)) {
      timer.refresh();
      const message = line as ProgressMessage;
      const failure = message.errorDetail?.message ?? message.error;
      if (failure !== undefined) {
        throw new ProgressFailure(failure);
      }
      onMessage(message);
    }
  } finally {
    clearTimeout(timer);
  }
}

/**
 * A message as one line for people, or `null` when it says nothing new (a progress bar's
 * movement).
 */
export function progressLine(message: ProgressMessage): string | null {
  const text = message.stream ?? message.status ?? '';
  if (text.trim() === '' || text === 'Downloading' || text === 'Extracting') {
    return null;
  }
  return (message.id === undefined ? text : `${message.id}: ${text}`).trimEnd();
}

function silenceError(limitMs: number): LamboxError {
  return new LamboxError('EngineFailed', `The engine reported nothing for ${limitMs / 1000} s.`);
}
