import { LamboxError } from '../errors.ts';
import { JsonFault } from './json-fault.ts';
import { type JsonLocation, jsonLocation } from './json-location.ts';
import { JsonScanner } from './json-scanner.ts';

/** Where and why bytes are not JSON. */
export interface JsonProblem {
  /** In the words of AWS's parser, without the place. */
  readonly reason: string;
  readonly location: JsonLocation;
  /** The byte at fault, from 0; the length of the text when it ends too early. */
  readonly offset: number;
}

/** Checks that the bytes are one JSON text in UTF-8, building nothing. `null`: they are. */
export function findJsonProblem(bytes: Uint8Array): JsonProblem | null {
  try {
    new JsonScanner(bytes).scan();
    return null;
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    const location = jsonLocation(bytes, error.offset, error.readBytes);
    return { reason: error.message, location, offset: error.offset };
  }
}

const emptyObject = new TextEncoder().encode('{}');

/**
 * The event as the runtime gets it: the same bytes, or `{}` when there are none (row 7.1-12).
 * @throws LamboxError `InvalidEvent`; its evidence holds `problem`, a `JsonProblem`.
 */
export function parseEvent(bytes: Uint8Array): Uint8Array {
  if (bytes.length === 0) return emptyObject;
  const problem = findJsonProblem(bytes);
  if (problem === null) return bytes;
  const { line, column } = problem.location;
  const reason = problem.reason.replace(/\[Source: .*; (line: \d+, column: \d+)\]/, '$1');
  throw new LamboxError(
    'InvalidEvent',
    `the event is not JSON: ${reason}; at line ${line}, column ${column}`,
    { remedy: 'Give the event as JSON, e.g. {"name":"Ada"}.', evidence: { problem } },
  );
}
