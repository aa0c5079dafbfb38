import type { Contender } from '../../benchmark/contender.ts';
import type { ImportCosts } from '../../benchmark/imports/import-costs.ts';
import {
  type ImportSubject,
  importSubjects,
  measureImports,
} from '../../benchmark/imports/measure-imports.ts';
import type { Sandbox } from '../../sandbox.ts';
import type { CommandContext } from '../command-context.ts';
import type { BenchFlags } from './flags.ts';
import { benchProgress } from './progress.ts';

/**
 * The functions whose imports are asked for, found out before anything is measured.
 * @throws LamboxError `InvalidOption` where their runtime does not tell
 */
export async function subjectsOf(
  { imports }: BenchFlags,
  contenders: readonly Contender[],
  sandbox: Pick<Sandbox, 'createFunction'>,
): Promise<readonly ImportSubject[]> {
  if (imports !== true) return [];
  return importSubjects(contenders, (options) => sandbox.createFunction(options));
}

/** Measures them, and says of whom nothing was learned. */
export async function benchImports(
  subjects: readonly ImportSubject[],
  sandbox: Pick<Sandbox, 'createFunction'>,
  { event, signal }: { readonly event: Uint8Array; readonly signal: AbortSignal },
  { streams, paint }: Pick<CommandContext, 'streams' | 'paint'>,
): Promise<readonly ImportCosts[]> {
  if (subjects.length === 0 || signal.aborted) return [];
  const progress = benchProgress(streams.stderr, paint, 'cold start for imports');
  try {
    const { costs, silent } = await measureImports(subjects, {
      createFunction: (options) => sandbox.createFunction(options),
      event,
      signal,
      onRun: progress.round,
    });
    progress.end();
    for (const name of silent) {
      const text = `${name} says nothing of imports: it runs neither Node.js nor Python`;
      streams.stderr.write(`${paint.yellow(text)}\n`);
    }
    return costs;
  } finally {
    progress.end();
  }
}
