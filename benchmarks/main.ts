import { inspect } from 'node:util';
import { readBusyness } from '../src/benchmark/conditions.ts';
import { LamboxError } from '../src/errors.ts';
import { calibrate } from './calibrators.ts';
import { describeMachine } from './machine.ts';
import { type BenchmarkOptions, help, parseOptions, type SuiteName } from './options.ts';
import { recordResult, writeSamples } from './result-files.ts';
import { formatResult, formatSuite } from './result-text.ts';
import { exitCodes, type RunResult, verdictOfRun } from './run-result.ts';
import { attackSuite } from './suites/attack.ts';
import { bulkSuite } from './suites/bulk.ts';
import { coldSuite } from './suites/cold.ts';
import { imageSuite } from './suites/image.ts';
import type { SuiteResult } from './suites/suite.ts';
import { warmSuite } from './suites/warm.ts';
import { wireSuite } from './suites/wire.ts';
import { createWorkbench, type Workbench } from './workbench.ts';

const suites: Readonly<Record<SuiteName, (bench: Workbench) => Promise<SuiteResult>>> = {
  warm: warmSuite,
  cold: coldSuite,
  image: imageSuite,
  wire: wireSuite,
  bulk: bulkSuite,
  attack: attackSuite,
};

const say = (line: string) => process.stderr.write(`${line}\n`);

async function main(words: readonly string[]): Promise<number> {
  const options = parseOptions(words);
  if (options.help) {
    process.stdout.write(help);
    return 0;
  }
  const result = await run(options, interruption());
  process.stdout.write(formatResult(result));
  if (options.json !== null) await writeSamples(options.json, result);
  if (options.record) await recordResult(result);
  return exitCodes[verdictOfRun(result)];
}

async function run(options: BenchmarkOptions, signal: AbortSignal): Promise<RunResult> {
  const { quick, seed } = options;
  await using bench = await createWorkbench({ quick, seed, signal, say });
  const machine = await describeMachine(bench);
  const before = { calibration: await calibrate(bench.raw), busyness: readBusyness() };
  const results: SuiteResult[] = [];
  for (const name of options.suites) {
    const result = await suites[name](bench);
    // So that a run which is interrupted has said what it knew.
    say(formatSuite(result).join('\n'));
    results.push(result);
  }
  const after = { calibration: await calibrate(bench.raw), busyness: readBusyness() };
  return {
    date: new Date().toISOString(),
    quick,
    seed,
    machine,
    calibration: { before: before.calibration, after: after.calibration },
    busyness: { before: before.busyness, after: after.busyness },
    suites: results,
  };
}

/** The first signal ends the run in good order, a second one at once. */
function interruption(): AbortSignal {
  const abort = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => abort.abort());
  return abort.signal;
}

/** @returns the exit code */
function explain(error: unknown): number {
  if (!(error instanceof LamboxError)) {
    const interrupted = error instanceof Error && error.name === 'AbortError';
    say(interrupted ? 'interrupted' : inspect(error));
    return exitCodes.failed;
  }
  say(`${error.message}. ${error.remedy ?? ''}`);
  return error.code === 'InvalidOption' ? exitCodes.usage : exitCodes.failed;
}

process.exitCode = await main(process.argv.slice(2)).catch(explain);
