import type { Command } from 'commander';
import {
  type BenchmarkResult,
  benchmarkResult,
  isUndecided,
} from '../../benchmark/benchmark-result.ts';
import { readBusyness } from '../../benchmark/conditions.ts';
import { type GateReport, gateOutcome } from '../../benchmark/gate/gate-report.ts';
import { gateMarkdown } from '../../benchmark/gate/gate-text.ts';
import type { RuntimeNames } from '../../benchmark/published/beside-aws.ts';
import { type BenchmarkPlan, type Measured, runBenchmark } from '../../benchmark/run-benchmark.ts';
import { seededRandom } from '../../benchmark/statistics/random.ts';
import type { Sandbox } from '../../sandbox.ts';
import { systemClock } from '../../timeline/clock.ts';
import type { CommandContext } from '../command-context.ts';
import { dimLines } from '../dim-lines.ts';
import { endAtSignal } from '../end-at-signal.ts';
import { resolveEvents } from '../event-source.ts';
import { exitCodes, formatHint } from '../print-error.ts';
import { writeChartFiles } from './chart-files.ts';
import { resolveContenders } from './contenders.ts';
import { checkReportPlaces, deliverReport, type ReportForms } from './deliver-report.ts';
import { addBenchFlags, type BenchFlags } from './flags.ts';
import { prepareGate } from './gate.ts';
import { benchImports, subjectsOf } from './imports.ts';
import { benchLoad } from './load.ts';
import { resolveRate } from './load-flags.ts';
import { BenchPackages } from './packages.ts';
import { formatBenchmark } from './print-benchmark.ts';
import { formatGate } from './print-gate.ts';
import { benchProgress } from './progress.ts';
import { runFacts } from './run-facts.ts';

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
    const rate = resolveRate(flags);
    finish(
      rate === null
        ? await bench(target, flags, context)
        : await benchLoad(target, rate, flags, context),
    );
  });
}

async function bench(target: string, flags: BenchFlags, context: CommandContext): Promise<number> {
  const { configuration, streams } = context;
  await using packages = new BenchPackages(flags, context);
  const targets = [target, ...flags.compare];
  const contenders = await resolveContenders(targets, flags, context, packages);
  const events = await resolveEvents(flags, streams.stdin);
  await using gate = await prepareGate(flags, contenders, context);
  await checkReportPlaces(flags);
  const { signal, forget } = endAtSignal(context);
  try {
    const onProgress = dimLines(context);
    await using sandbox = await context.createSandbox({ configuration, onProgress });
    await packages.prepare(sandbox);
    const subjects = await subjectsOf(flags, contenders, sandbox);
    const before = readBusyness();
    // Its own seed each run: an order that is always the same could favour somebody.
    const random = seededRandom(Math.floor(systemClock.epochMs()));
    const all = [...contenders, ...gate.calibrators];
    const plan = { contenders: all, rounds: flags.cold, warmEvents: flags.warm, events, random };
    const measured = await measure(sandbox, plan, signal, context);
    if (measured.samples.length === 0) return sayNothing(measured, context);
    const after = readBusyness();
    const [event = new Uint8Array()] = events;
    const asked = measured.failure === null ? subjects : [];
    const imports = await benchImports(asked, sandbox, { event, signal }, context);
    const facts = {
      ...runFacts(sandbox, measured.functions, context.argv),
      before,
      after,
      contenders,
      runtimes: measured.runtimes,
      imports,
    };
    const shown = new Set(contenders.map(({ name }) => name));
    const samples = measured.samples.filter(({ contender }) => shown.has(contender));
    const result = benchmarkResult(facts, { ...measured, samples }, random);
    const judged = gate.judge(contenders, measured.samples, random);
    await deliverReport(formsOf(result, judged, context), flags, context);
    if (measured.failure !== null) return sayNothing(measured, context);
    const kept = await gate.keep(result, measured.samples, random);
    if (kept !== null) onProgress(kept);
    return exitCodeOf(result, judged);
  } finally {
    forget();
  }
}

/** Where there are bars, they alone decide. */
function exitCodeOf(result: BenchmarkResult, judged: GateReport): number {
  const { verdicts, changes } = judged;
  const isNoisy = isUndecided(result) || changes.some(({ finding }) => finding === 'tooNoisy');
  if (verdicts.length === 0) return isNoisy ? exitCodes.tooNoisy : exitCodes.success;
  return { held: exitCodes.success, broken: exitCodes.barBroken, undecided: exitCodes.tooNoisy }[
    gateOutcome(verdicts)
  ];
}

async function measure(
  sandbox: Sandbox,
  plan: BenchmarkPlan,
  signal: AbortSignal,
  { streams, paint }: CommandContext,
): Promise<Measured & { readonly runtimes: RuntimeNames }> {
  const progress = benchProgress(streams.stderr, paint);
  try {
    const runtimes = new Map<string, string>();
    const measured = await runBenchmark(plan, {
      createFunction: async ({ name, options }) => {
        const lambda = await sandbox.createFunction(options);
        const { runtime } = lambda.configuration;
        if (runtime !== null) runtimes.set(name, runtime);
        return lambda;
      },
      signal,
      onRound: progress.round,
    });
    return { ...measured, runtimes };
  } finally {
    progress.end();
  }
}

function formsOf(
  result: BenchmarkResult,
  judged: GateReport,
  { outPaint }: CommandContext,
): ReportForms {
  return {
    lines: async () => (await import('../../benchmark/sample-lines.ts')).sampleLines(result),
    page: async () =>
      (await import('../../benchmark/page/benchmark-page.ts')).benchmarkPage(result),
    charts: (folder) => writeChartFiles(folder, result),
    markdown: async () => {
      const { benchmarkMarkdown } = await import('../../benchmark/benchmark-markdown.ts');
      return benchmarkMarkdown(result) + gateMarkdown(judged);
    },
    text: () => formatBenchmark(result, outPaint) + formatGate(judged, outPaint),
  };
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
