import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { LamboxError } from '../errors.ts';
import { findJsonProblem, type JsonProblem } from '../lambda/json-syntax.ts';
import { limits } from '../lambda/limits.ts';

/** Columns of the event that are shown on each side of the mistake. */
const excerptColumns = 30;

/**
 * Reads `--event`: JSON, `@file`, or `-` for stdin; `{}` without it. The bytes are the event as
 * it is sent.
 * @throws LamboxError `InvalidEvent` with the place of the mistake, `EventTooLarge`,
 * `InvalidOption`
 */
export async function readEvent(text: string | undefined, stdin: Readable): Promise<Uint8Array> {
  const event = await readSource(text ?? '{}', stdin);
  if (event.length > limits.eventBytesMax) {
    throw new LamboxError(
      'EventTooLarge',
      `the event has ${event.length} bytes, Lambda takes ${limits.eventBytesMax}`,
      { remedy: 'Put large data into a store and send its address.' },
    );
  }
  const problem = event.length === 0 ? null : findJsonProblem(event);
  if (problem !== null) throw malformed(event, problem);
  return event;
}

async function readSource(text: string, stdin: Readable): Promise<Uint8Array> {
  if (text === '-') return buffer(stdin);
  if (!text.startsWith('@')) return Buffer.from(text);
  const path = text.slice(1);
  return readFile(path).catch((cause: unknown) => {
    throw new LamboxError(
      'InvalidOption',
      `the event file ${JSON.stringify(path)} cannot be read`,
      {
        remedy:
          'Write --event @FILE with a readable file, --event - for stdin, or the JSON itself.',
        cause,
      },
    );
  });
}

function malformed(event: Uint8Array, problem: JsonProblem): LamboxError {
  const { line, column } = problem.location;
  const place = `line ${line}, column ${column}`;
  const reason = problem.reason.replace(/\[Source: .*; (line: \d+, column: \d+)\]/, '$1');
  return new LamboxError('InvalidEvent', `the event is not JSON: ${reason}; at ${place}`, {
    remedy: 'Write JSON, quoted for your shell, such as --event \'{"name":"world"}\'',
    evidence: { problem, excerpt: formatExcerpt(event, problem.offset) },
  });
}

/** The line with the mistake, or as much of it as fits, and a caret below the byte at fault. */
export function formatExcerpt(event: Uint8Array, offset: number): string {
  const bytes = Buffer.from(event);
  const lineStart = offset === 0 ? 0 : bytes.lastIndexOf('\n', offset - 1) + 1;
  const lineEnd = bytes.indexOf('\n', offset);
  const text = (part: Buffer) => part.toString().replaceAll(/[\t\r]/g, ' ');
  const before = text(bytes.subarray(lineStart, offset));
  const after = text(bytes.subarray(offset, lineEnd < 0 ? bytes.length : lineEnd));
  const shownBefore = before.length > excerptColumns ? `…${before.slice(-excerptColumns)}` : before;
  const shownAfter = after.length > excerptColumns ? `${after.slice(0, excerptColumns)}…` : after;
  return `${shownBefore}${shownAfter}\n${' '.repeat(shownBefore.length)}^\n`;
}
