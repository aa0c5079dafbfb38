import { readBusyness } from '../../benchmark/conditions.ts';
import type { ArrivalRate } from '../../benchmark/load/arrival-schedule.ts';
import { listLoadContenders } from '../../benchmark/load/load-contenders.ts';
import { hasKeptSchedule, type LoadReport, loadReport } from '../../benchmark/load/load-report.ts';
import { type LoadPlan, runLoad } from '../../benchmark/load/run-load.ts';
import { createWaitUntil } from '../../benchmark/load/wait-until.ts';
import { seededRandom } from '../../benchmark/statistics/random.ts';
import type { Sandbox } from '../../sandbox.ts';
import { systemClock } from '../../timeline/clock.ts';
import type { CommandContext } from '../command-context.ts';
import { dimLines } from '../dim-lines.ts';
import { endAtSignal } from '../end-at-signal.ts';
import { resolveEvents } from '../event-source.ts';
import { exitCodes, formatHint } from '../print-error.ts';
import { writeLoadChartFiles } from './chart-files.ts';
import { resolveFunctions } from './contenders.ts';
import { checkReportPlaces, deliverReport, type ReportForms } from './deliver-report.ts';
import type { BenchFlags } from './flags.ts';
import { formatLoad } from './print-load.ts';
import { runFacts } from './run-facts.ts';

/** `bench --rate`: an open loop in place of rounds. */
export async function benchLoad(
  target: string,
  rate: ArrivalRate,
  flags: BenchFlags,
  context: CommandContext,
): Promise<number> {
  const { configuration, streams } = context;
  const functions = await resolveFunctions([target, ...flags.compare], flags, context);
  const contenders = listLoadContenders(functions, flags.memory, flags.concurrency);
  const events = await resolveEvents(flags, streams.stdin);
  await checkReportPlaces(flags);
  const { signal, forget } = endAtSignal(context);
  try {
    const onProgress = dimLines(context);
    await using sandbox = await context.createSandbox({ configuration, onProgress });
    const before = readBusyness();
    const random = seededRandom(Math.floor(systemClock.epochMs()));
    const plan = { contenders, rate, events, random };
    const { functions, ...measured } = await measure(sandbox, plan, signal, context);
    if (measured.events.length === 0) return exitCodes.success;
    const report = loadReport({
      ...runFacts(sandbox, functions, context.argv),
      before,
      after: readBusyness(),
      rate,
      contenders,
      ...measured,
    });
    await deliverReport(formsOf(report, context), flags, context);
    return exitCodeOf(report, context);
  } finally {
    forget();
  }
}

function measure(
  sandbox: Sandbox,
  plan: LoadPlan,
  signal: AbortSignal,
  { streams, paint }: CommandContext,
): ReturnType<typeof runLoad> {
  const { durationSeconds } = plan.rate;
  return runLoad(plan, {
    clock: systemClock,
    waitUntil: createWaitUntil(systemClock, signal),
    signal,
    createFunction: ({ options }) => sandbox.createFunction(options),
    onContender: ({ name }) => {
      streams.stderr.write(`${paint.dim(`${name}: ${durationSeconds} s`)}\n`);
    },
  });
}

function formsOf(report: LoadReport, { outPaint }: CommandContext): ReportForms {
  return {
    lines: async () => (await import('../../benchmark/load/load-lines.ts')).loadLines(report),
    page: async () => (await import('../../benchmark/page/load-page.ts')).loadPage(report),
    charts: (folder) => writeLoadChartFiles(folder, report),
    markdown: async () =>
      (await import('../../benchmark/load/load-markdown.ts')).loadMarkdown(report),
    text: () => formatLoad(report, outPaint),
  };
}

/** A rate that this machine cannot send is no finding about the function. */
function exitCodeOf(report: LoadReport, { streams, paint }: CommandContext): number {
  if (report.results.some(({ outcomes }) => outcomes.succeeded === 0)) {
    const advice = 'No event succeeded. Try it: lambox invoke, with the same options.';
    streams.stderr.write(formatHint(advice, paint));
    return exitCodes.functionFailed;
  }
  return hasKeptSchedule(report) ? exitCodes.success : exitCodes.tooNoisy;
}
