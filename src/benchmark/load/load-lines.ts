import { lines, runMembers, samplesSchemaVersion } from '../sample-lines.ts';
import type { LoadReport } from './load-report.ts';

/**
 * The run on a line, what each contender came to, then every event: what `bench --rate --json`
 * writes. The lines are described by `docs/bench-samples.schema.json`.
 */
export function loadLines(report: LoadReport): string {
  const { rate, contenders, results, events, emulated } = report;
  const run = {
    type: 'loadRun',
    schemaVersion: samplesSchemaVersion,
    ...runMembers(report),
    rate,
    warmedUp: false,
    emulated,
    contenders: contenders.map(({ name, memorySizeMb, concurrency }) => {
      return { name, memorySizeMb, concurrency };
    }),
  };
  return lines([
    run,
    ...results.map((result) => ({ type: 'loadResult', ...result })),
    ...events.map((event) => ({ type: 'loadEvent', ...event })),
  ]);
}
