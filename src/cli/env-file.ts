import { readFile } from 'node:fs/promises';
import { LamboxError } from '../errors.ts';

/** `NAME=value`, or `NAME` alone: the caller's own value, if there is one. */
export interface VariableAssignment {
  readonly name: string;
  /** `null`: take the caller's. */
  readonly value: string | null;
}

/**
 * Reads a file as `docker run --env-file` does: one assignment a line, `#` begins a comment
 * line, nothing is unquoted or expanded, white space before the name is dropped, a name alone
 * takes the caller's value.
 * @throws LamboxError `InvalidOption`
 */
export async function readEnvFile(path: string): Promise<readonly VariableAssignment[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new LamboxError('InvalidOption', `the file ${path} given to --env-file cannot be read`, {
      remedy: 'Give a readable file with one NAME=value a line.',
      cause,
    });
  });
  return parseEnvFile(text, path);
}

export function parseEnvFile(text: string, path: string): readonly VariableAssignment[] {
  const assignments: VariableAssignment[] = [];
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    const trimmed = line.trimStart();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    assignments.push(parseAssignment(trimmed, `line ${index + 1} of ${path}`));
  }
  return assignments;
}

/**
 * @param origin where the text was written, for the error: `-e`, `line 3 of settings.env`
 * @throws LamboxError `InvalidOption`
 */
export function parseAssignment(text: string, origin: string): VariableAssignment {
  const at = text.indexOf('=');
  const name = at < 0 ? text : text.slice(0, at);
  // What is no name is no variable of the caller's either: left alone it would vanish in silence.
  if (name === '' || /\s/.test(name) || (at < 0 && !/^\w+$/.test(name))) {
    const event = /^[{["@]/.test(text) ? 'an event is given with --event' : 'no blanks in the name';
    throw new LamboxError('InvalidOption', `${origin} says ${JSON.stringify(text)}`, {
      remedy: `Write NAME=value, or NAME alone to pass on your own value; ${event}.`,
    });
  }
  return { name, value: at < 0 ? null : text.slice(at + 1) };
}
