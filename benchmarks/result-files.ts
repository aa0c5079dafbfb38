import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LamboxError } from '../src/errors.ts';
import { formatResult } from './result-text.ts';
import type { RunResult } from './run-result.ts';

const page = join(import.meta.dirname, '../docs/benchmark.md');
const begin = '<!-- result: written by npm run bench -- --record -->';
const end = '<!-- end of result -->';

/** One line about the run, then one line for each block of samples. */
export async function writeSamples(path: string, result: RunResult): Promise<void> {
  const { suites, ...run } = result;
  const lines = suites.flatMap(({ name, samples, findings, control }) => [
    { suite: name, findings, control },
    ...[...samples].flatMap(([contender, blocks]) =>
      blocks.map((block, round) => ({ suite: name, contender, round, milliseconds: block })),
    ),
  ]);
  await writeFile(path, [run, ...lines].map((line) => `${JSON.stringify(line)}\n`).join(''));
}

/** Puts the result in the place of the last one. */
export async function recordResult(result: RunResult): Promise<void> {
  const text = await readFile(page, 'utf8');
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) {
    throw new LamboxError('StorageFailed', `${page} has no place for a result`, {
      remedy: `Put the lines "${begin}" and "${end}" there.`,
    });
  }
  const before = text.slice(0, from + begin.length);
  await writeFile(page, `${before}\n\n${formatResult(result)}\n${text.slice(to)}`);
}
