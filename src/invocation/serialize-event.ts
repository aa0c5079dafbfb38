import { LamboxError } from '../errors.ts';

/**
 * A value as the bytes of an event; `undefined` becomes `null`.
 * @throws LamboxError `InvalidEvent` for what JSON cannot say: cycles, bigints, functions.
 */
export function serializeEvent(event: unknown): Uint8Array {
  const text = stringify(event ?? null);
  if (text !== undefined) return Buffer.from(text);
  throw invalid(`JSON has no words for a ${typeof event}`);
}

function stringify(event: unknown): string | undefined {
  try {
    return JSON.stringify(event);
  } catch (error) {
    throw invalid((error as Error).message.split('\n')[0] ?? '', error);
  }
}

function invalid(reason: string, cause?: unknown): LamboxError {
  return new LamboxError('InvalidEvent', `the event cannot be written as JSON: ${reason}`, {
    remedy: 'Send plain objects, lists, texts, finite numbers, booleans and null.',
    cause,
  });
}
