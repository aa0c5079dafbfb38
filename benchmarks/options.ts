import { parseArgs } from 'node:util';
import { LamboxError } from '../src/errors.ts';

/** In this order: what is resident says little once other suites have filled the process. */
export const suiteNames = ['bulk', 'warm', 'cold', 'image', 'wire', 'attack'] as const;
export type SuiteName = (typeof suiteNames)[number];

export interface BenchmarkOptions {
  readonly help: boolean;
  readonly quick: boolean;
  readonly suites: readonly SuiteName[];
  /** Where the raw samples go, as JSON lines. */
  readonly json: string | null;
  /** Whether the result replaces the one in docs/benchmark.md. */
  readonly record: boolean;
  /** Of the order of rounds and the bootstrap. */
  readonly seed: number;
}

export const help = `Usage: npm run bench -- [options]

Compares Lambox with AWS's emulator (RIE) and with the bare Engine API on this machine.
docs/benchmark.md says how, and how to read what comes out.

  --quick            fewer rounds: a look, not a result
  --only <suites>    of ${suiteNames.join(',')}
  --json <file>      raw samples as JSON lines
  --record           write the result into docs/benchmark.md
  --seed <number>    of the order of rounds (default: 1)
  --help

Exit codes: 0 every bar holds, 1 a bar is missed, 2 usage, 3 something failed,
4 too noisy to tell.
`;

/** @throws LamboxError `InvalidOption` */
export function parseOptions(words: readonly string[]): BenchmarkOptions {
  const { values } = parse(words);
  return {
    help: values.help ?? false,
    quick: values.quick ?? false,
    suites: values.only === undefined ? suiteNames : values.only.split(',').map(parseSuite),
    json: values.json ?? null,
    record: values.record ?? false,
    seed: parseSeed(values.seed ?? '1'),
  };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        help: { type: 'boolean', short: 'h' },
        quick: { type: 'boolean' },
        only: { type: 'string' },
        json: { type: 'string' },
        record: { type: 'boolean' },
        seed: { type: 'string' },
      },
    });
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new LamboxError('InvalidOption', message, { remedy: 'See --help.', cause });
  }
}

function parseSuite(name: string): SuiteName {
  const found = suiteNames.find((known) => known === name);
  if (found !== undefined) return found;
  throw refused('--only', name, `of ${suiteNames.join(', ')}`);
}

function parseSeed(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw refused('--seed', text, 'a whole number');
}

function refused(option: string, value: string, expected: string): LamboxError {
  return new LamboxError('InvalidOption', `${option} is ${value}, expected ${expected}`, {
    remedy: 'See --help.',
  });
}
