import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import {
  type BenchmarkResult,
  benchmarkResult,
  isUndecided,
} from '../benchmark/benchmark-result.ts';
import { describeConditions, readBusyness } from '../benchmark/conditions.ts';
import { type Contender, listContenders } from '../benchmark/contender.ts';
import { type BenchmarkPlan, type Measured, runBenchmark } from '../benchmark/run-benchmark.ts';
import { seededRandom } from '../benchmark/statistics/random.ts';
import { LamboxError } from '../errors.ts';
import { resolveTarget } from '../package/resolve-target.ts';
import type { Sandbox } from '../sandbox.ts';
import { systemClock } from '../timeline/clock.ts';
import { addBenchFlags, type BenchFlags } from './bench-flags.ts';
import { benchProgress } from './bench-progress.ts';
import type { CommandContext } from './command-context.ts';
import { readEvent } from './event-source.ts';
import { resolveFunctionOptions } from './function-flags.ts';
import { packageVersion } from './package-version.ts';
import { formatBenchmark } from './print-benchmark.ts';
import { exitCodes, formatHint } from './print-error.ts';

export function addBenchCommand(
  program: Command,
  context: CommandContext,
  finish: (exitCode: number) => void,
): void {
  const command = program
    .command('bench')
    .description('measure cold starts by phase, and warm events')
    .argument('<directory|image>', 'what the function is made of');
  addBenchFlags(command).action(async (target: string, flags: BenchFlags) => {
    finish(await bench(target, flags, context));
  });
}

async function bench(target: string, flags: BenchFlags, context: CommandContext): Promise<number> {
  const { configuration, streams, paint } = context;
  const contenders = await contendersOf([target, ...flags.compare], flags, context);
  const event = await readEvent(flags.event, streams.stdin);
  await checkFiles(flags);
  const { signal, forget } = abortAtSignal(context);
  try {
    const onProgress = (line: string) => streams.stderr.write(`${paint.dim(line)}\n`);
    await using sandbox = await context.createSandbox({ configuration, onProgress });
    const before = readBusyness();
    // Its own seed each run: an order that is always the same could favour somebody.
    const random = seededRandom(Math.floor(systemClock.epochMs()));
    const plan = { contenders, rounds: flags.cold, warmEvents: flags.warm, event, random };
    const measured = await measure(sandbox, plan, signal, context);
    if (measured.samples.length === 0) return sayNothing(measured, context);
    const facts = {
      date: new Date(systemClock.epochMs()).toISOString(),
      command: `lambox ${context.argv.slice(2).join(' ')}`,
      conditions: describeConditions(sandbox.engine, sandbox.channel, packageVersion()),
      before,
      after: readBusyness(),
      contenders,
    };
    const result = benchmarkResult(facts, measured, random);
    await report(result, flags, context);
    if (measured.failure !== null) return sayNothing(measured, context);
    return flags.compare.length > 0 && isUndecided(result) ? exitCodes.tooNoisy : exitCodes.success;
  } finally {
    forget();
  }
}

async function contendersOf(
  targets: readonly string[],
  flags: BenchFlags,
  { configuration }: CommandContext,
): Promise<readonly Contender[]> {
  const resolved = await Promise.all(targets.map((target) => resolveTarget(target)));
  const names = resolved.map(({ name }) => name);
  const isAmbiguous = new Set(names).size < names.length;
  if (new Set(targets).size < targets.length) {
    throw new LamboxError('InvalidOption', `--compare names ${targets.at(-1)} twice`, {
      remedy: 'Leave it out: the first function is measured twice anyway, as the control.',
    });
  }
  const { memory: _memory, ...others } = flags;
  const functions = await Promise.all(
    targets.map(async (target, index) => ({
      name: isAmbiguous ? target : (names[index] ?? target),
      options: await resolveFunctionOptions(target, others, configuration),
    })),
  );
  return listContenders(functions, flags.memory);
}

/** Nobody measures for minutes to learn that a folder is missing. */
async function checkFiles({ out, json }: BenchFlags): Promise<void> {
  for (const file of [out, json]) if (file !== undefined) await write(file, '');
}

async function measure(
  sandbox: Sandbox,
  plan: BenchmarkPlan,
  signal: AbortSignal,
  { streams, paint }: CommandContext,
): Promise<Measured> {
  const progress = benchProgress(streams.stderr, paint);
  try {
    return await runBenchmark(plan, {
      createFunction: ({ options }) => sandbox.createFunction(options),
      signal,
      onRound: progress.round,
    });
  } finally {
    progress.end();
  }
}

async function report(
  result: BenchmarkResult,
  { out, json, markdown }: BenchFlags,
  { streams, outPaint, paint }: CommandContext,
): Promise<void> {
  if (json !== undefined) {
    await write(json, result.samples.map((sample) => `${JSON.stringify(sample)}\n`).join(''));
  }
  if (out !== undefined) {
    const { benchmarkPage } = await import('../benchmark/page/benchmark-page.ts');
    await write(out, benchmarkPage(result));
    streams.stderr.write(`${paint.dim(`the page is ${out}`)}\n`);
  }
  const { benchmarkMarkdown } = await import('../benchmark/benchmark-markdown.ts');
  streams.stdout.write(
    markdown === true ? benchmarkMarkdown(result) : formatBenchmark(result, outPaint),
  );
}

/** Why there is nothing to report, or no more. */
function sayNothing({ failure }: Measured, { streams, paint }: CommandContext): number {
  if (failure === null) return exitCodes.success;
  const { payloadBytes, report } = failure;
  const answer = Buffer.from(payloadBytes).toString().slice(0, 300);
  streams.stderr.write(
    `${paint.red('lambox:')} the function failed (${report.errorType ?? 'Unhandled'}): ${answer}\n`,
  );
  const advice = 'Only what succeeds is measured. Try it: lambox invoke, with the same options.';
  streams.stderr.write(formatHint(advice, paint));
  return exitCodes.functionFailed;
}

/** The first signal ends the run in good order, the second the process. */
function abortAtSignal({ onSignal, exit, streams, paint }: CommandContext) {
  const controller = new AbortController();
  const forget = onSignal(() => {
    if (controller.signal.aborted) return exit(130);
    controller.abort();
    const text = 'ending after the event under way; once more ends it at once';
    streams.stderr.write(`\n${paint.dim(text)}\n`);
  });
  return { signal: controller.signal, forget };
}

async function write(file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((cause: unknown) => {
    throw new LamboxError('StorageFailed', `${file} cannot be written: ${String(cause)}`, {
      remedy: 'Name a file in a folder that exists and can be written to.',
      cause,
    });
  });
}
