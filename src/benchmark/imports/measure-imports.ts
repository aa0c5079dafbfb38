import type { FunctionOptions } from '../../function-options.ts';
import type { InvocationResult } from '../../invocation/invocation-result.ts';
import { settledResult } from '../../invocation/settled-result.ts';
import type { LambdaFunction } from '../../lambda-function.ts';
import type { Contender } from '../contender.ts';
import { type ImportCosts, importCosts } from './import-costs.ts';
import { probedOptions } from './import-probe.ts';
import type { ImportRun } from './import-run.ts';
import { readNodeImports } from './read-node-imports.ts';
import { readPythonImports } from './read-python-imports.ts';

/** Cold starts of each function that count; one more warms up. */
export const importRuns = 5;

/** A function that is asked about its imports, with the options that make it tell. */
export interface ImportSubject {
  readonly name: string;
  readonly options: FunctionOptions;
}

type CreateFunction = (options: FunctionOptions) => Promise<LambdaFunction>;

/**
 * Every function once, at its largest memory size: processor time in init does not go by memory.
 * @throws LamboxError `InvalidOption`, before anything is measured
 */
export async function importSubjects(
  contenders: readonly Contender[],
  createFunction: CreateFunction,
): Promise<readonly ImportSubject[]> {
  const largest = Math.max(...contenders.map(({ memorySizeMb }) => memorySizeMb));
  const fewest = Math.min(...contenders.map(({ concurrency }) => concurrency));
  const chosen = contenders.filter(({ control, memorySizeMb, concurrency }) => {
    return !control && memorySizeMb === largest && concurrency === fewest;
  });
  return Promise.all(
    chosen.map(async ({ name, options }) => {
      await using lambda = await createFunction(options);
      return { name, options: probedOptions(options, lambda) };
    }),
  );
}

export interface ImportParts {
  readonly createFunction: CreateFunction;
  readonly event: Uint8Array;
  /** Ends it after the cold start that is under way. */
  readonly signal: AbortSignal;
  readonly onRun: (done: number, all: number) => void;
}

export interface MeasuredImports {
  readonly costs: readonly ImportCosts[];
  /** Functions that have said nothing of imports: images with neither Node.js nor Python. */
  readonly silent: readonly string[];
}

/** Cold starts of their own: what watches the imports takes time itself. */
export async function measureImports(
  subjects: readonly ImportSubject[],
  parts: ImportParts,
): Promise<MeasuredImports> {
  const costs: ImportCosts[] = [];
  const silent: string[] = [];
  let done = 0;
  for (const { name, options } of subjects) {
    const runs: ImportRun[] = [];
    for (let run = -1; run < importRuns && !parts.signal.aborted; run += 1) {
      const measured = importRunOf(await coldStart(options, parts));
      if (run >= 0 && measured !== null) runs.push(measured);
      parts.onRun(++done, subjects.length * (importRuns + 1));
    }
    if (runs.length > 0) costs.push(importCosts(name, runs));
    else if (!parts.signal.aborted) silent.push(name);
  }
  return { costs, silent };
}

async function coldStart(
  options: FunctionOptions,
  { createFunction, event }: ImportParts,
): Promise<InvocationResult> {
  await using lambda = await createFunction(options);
  return await settledResult(lambda, event);
}

/** The init is what counts: whether the event then succeeded does not. */
function importRunOf({ logs, timeline }: InvocationResult): ImportRun | null {
  // Lines of an init that was begun again would be counted twice.
  if (timeline.marks.some(({ name }) => name === 'initFailed')) return null;
  const lines = logs.map(({ text }) => text.trimEnd());
  return readNodeImports(lines) ?? readPythonImports(lines);
}
