import type { BenchmarkResult } from './benchmark-result.ts';

/** Goes up when a member changes its meaning or goes away; new members may come at any time. */
export const samplesSchemaVersion = 1;

/**
 * The run on a line, then every sample on one, then each function's imports: what `bench --json`
 * writes. The lines are described by `docs/bench-samples.schema.json`.
 */
export function sampleLines(result: BenchmarkResult): string {
  const { contenders, samples, imports, rounds } = result;
  const run = {
    type: 'run',
    schemaVersion: samplesSchemaVersion,
    ...runMembers(result),
    rounds,
    contenders: contenders.map(({ name, memorySizeMb, concurrency, reference, control }) => {
      return { name, memorySizeMb, concurrency, reference, control };
    }),
  };
  return lines([
    run,
    ...samples.map((sample) => ({ type: 'sample', ...sample })),
    ...imports.map((costs) => ({ type: 'imports', ...costs })),
  ]);
}

/** What every run says of itself. */
export function runMembers(
  run: Pick<BenchmarkResult, 'date' | 'command' | 'conditions' | 'before' | 'after' | 'complete'>,
): object {
  const { date, command, conditions, before, after, complete } = run;
  return { date, command, conditions, before, after, complete };
}

export function lines(objects: readonly object[]): string {
  return objects.map((each) => `${JSON.stringify(each)}\n`).join('');
}
