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
  checkEvent(event, 'the event');
  return event;
}

/**
 * What `bench` sends: the one event of `--event`, or those of `--events`: a file with an event in
 * each line; empty lines are none.
 * @throws LamboxError `InvalidEvent` with line and place, `EventTooLarge`, `InvalidOption`
 */
export async function resolveEvents(
  { event, events }: { readonly event?: string; readonly events?: string },
  stdin: Readable,
): Promise<readonly Uint8Array[]> {
  if (events === undefined) return [await readEvent(event, stdin)];
  if (event === undefined) return readEvents(events);
  throw new LamboxError('InvalidOption', '--event and --events were both given, expected one', {
    remedy: 'Put the event into the file as one more line.',
  });
}

async function readEvents(file: string): Promise<readonly Uint8Array[]> {
  const text = await readEventFile(file, 'Write --events FILE with a readable file.');
  const lines = text
    .toString('utf8')
    .split('\n')
    .map((line, index) => ({ event: Buffer.from(line.trim()), number: index + 1 }))
    .filter(({ event }) => event.length > 0);
  for (const { event, number } of lines) checkEvent(event, `line ${number} of ${file}`);
  if (lines.length > 0) return lines.map(({ event }) => event);
  throw new LamboxError('InvalidOption', `the file of events ${file} has no event`, {
    remedy: 'Write one event of JSON in each line.',
  });
}

/** @param name what messages call it: `the event` */
function checkEvent(event: Uint8Array, name: string): void {
  if (event.length > limits.eventBytesMax) {
    throw new LamboxError(
      'EventTooLarge',
      `${name} has ${event.length} bytes, Lambda takes ${limits.eventBytesMax}`,
      { remedy: 'Put large data into a store and send its address.' },
    );
  }
  const problem = event.length === 0 ? null : findJsonProblem(event);
  if (problem !== null) throw malformed(event, problem, name);
}

async function readSource(text: string, stdin: Readable): Promise<Uint8Array> {
  if (text === '-') return buffer(stdin);
  if (!text.startsWith('@')) return Buffer.from(text);
  const remedy =
    'Write --event @FILE with a readable file, --event - for stdin, or the JSON itself.';
  return readEventFile(text.slice(1), remedy);
}

async function readEventFile(path: string, remedy: string): Promise<Buffer> {
  return readFile(path).catch((cause: unknown) => {
    const message = `the event file ${JSON.stringify(path)} cannot be read`;
    throw new LamboxError('InvalidOption', message, { remedy, cause });
  });
}

function malformed(event: Uint8Array, problem: JsonProblem, name: string): LamboxError {
  const { line, column } = problem.location;
  const place = `line ${line}, column ${column}`;
  const reason = problem.reason.replace(/\[Source: .*; (line: \d+, column: \d+)\]/, '$1');
  return new LamboxError('InvalidEvent', `${name} is not JSON: ${reason}; at ${place}`, {
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
