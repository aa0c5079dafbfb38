import { createInterface } from 'node:readline/promises';
import { LamboxError } from '../errors.ts';
import type { Streams } from './streams.ts';

/**
 * Asks on the terminal; only a yes is one.
 * @throws LamboxError `InvalidOption` where nobody can answer
 */
export async function confirm(question: string, { stdin, stderr }: Streams): Promise<boolean> {
  if ((stdin as { readonly isTTY?: boolean }).isTTY !== true) {
    throw new LamboxError('InvalidOption', 'prune asks before it removes, and nobody can answer', {
      remedy: 'Give --yes where there is no terminal.',
    });
  }
  const questions = createInterface({ input: stdin, output: stderr });
  try {
    return /^y(es)?$/i.test((await questions.question(`${question} [y/N] `)).trim());
  } finally {
    questions.close();
  }
}
