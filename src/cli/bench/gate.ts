import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BenchmarkResult } from '../../benchmark/benchmark-result.ts';
import type { Contender } from '../../benchmark/contender.ts';
import type { Bar } from '../../benchmark/gate/bar.ts';
import { type Baseline, baselineOf, parseBaseline } from '../../benchmark/gate/baseline.ts';
import { createCalibrators } from '../../benchmark/gate/calibrator.ts';
import type { GateReport } from '../../benchmark/gate/gate-report.ts';
import { Measurement } from '../../benchmark/gate/measurement.ts';
import { baselineChanges, contendersOf, judgeBars } from '../../benchmark/gate/verdict.ts';
import type { Sample } from '../../benchmark/sample.ts';
import { percentiles } from '../../benchmark/statistics/percentile.ts';
import type { Random } from '../../benchmark/statistics/random.ts';
import { LamboxError } from '../../errors.ts';
import { createWorkFolder } from '../../package/work-folder.ts';
import type { CommandContext } from '../command-context.ts';
import type { BenchFlags } from './flags.ts';
import type { GateFlags } from './gate-flags.ts';
import { writeReportFile } from './report-file.ts';

/** Baseline and bars of one run, checked before anything is started. */
export interface BenchGate extends AsyncDisposable {
  /** To be measured with the contenders, and not to be shown. */
  readonly calibrators: readonly Contender[];
  /** @param samples also those of the calibrators */
  judge(contenders: readonly Contender[], samples: readonly Sample[], random: Random): GateReport;
  /**
   * Writes the baseline, where that was asked for and every round was run.
   * @returns what it did, `null` where nothing was asked for
   */
  keep(result: BenchmarkResult, samples: readonly Sample[], random: Random): Promise<string | null>;
}

type Flags = GateFlags & Pick<BenchFlags, 'cold' | 'warm'>;

/** @throws LamboxError `InvalidOption`, `StorageFailed` */
export async function prepareGate(
  flags: Flags,
  contenders: readonly Contender[],
  { configuration }: Pick<CommandContext, 'configuration'>,
): Promise<BenchGate> {
  const { baseline: file, updateBaseline = false, failOn: bars } = flags;
  checkFlags(flags, contenders);
  const concurrency = Math.min(...contenders.map((contender) => contender.concurrency));
  for (const bar of bars) checkSamples(bar, flags, concurrency);
  if (file === undefined) return gateOf(bars, [], null, null, async () => undefined);
  if (updateBaseline) await checkPlace(file);
  const baseline = updateBaseline ? null : await readBaseline(file);
  if (baseline !== null) checkContenders(baseline, file, bars, contenders);
  const folder = await createWorkFolder(path.join(configuration.cacheDirectory, 'bench'));
  const calibrators = await createCalibrators(folder.path, contenders);
  const written = updateBaseline ? file : null;
  return gateOf(bars, calibrators, baseline, written, () => folder.remove());
}

function gateOf(
  bars: readonly Bar[],
  calibrators: readonly Contender[],
  baseline: Baseline | null,
  written: string | null,
  remove: () => Promise<void>,
): BenchGate {
  return {
    calibrators,
    judge: (contenders, samples, random) => {
      const measurement = new Measurement(contenders, samples, random);
      const changes = baseline === null ? [] : baselineChanges(measurement, baseline);
      return { baseline, changes, verdicts: judgeBars(bars, measurement, baseline) };
    },
    keep: async (result, samples, random) => {
      if (written === null) return null;
      if (!result.complete) return `the run was ended early: ${written} is as it was`;
      const measurement = new Measurement(result.contenders, samples, random);
      const text = JSON.stringify(baselineOf(result, measurement), null, 2);
      await writeReportFile(written, `${text}\n`);
      return `the baseline is ${written}`;
    },
    [Symbol.asyncDispose]: remove,
  };
}

function checkFlags(
  { baseline, updateBaseline, failOn, cold }: Flags,
  contenders: readonly Contender[],
): void {
  if (updateBaseline && baseline === undefined) {
    throw invalid(
      '--update-baseline was given without --baseline',
      'Name the file: --baseline FILE.',
    );
  }
  const { samplesMin } = percentiles.p50;
  if (baseline !== undefined && cold < samplesMin) {
    const problem = `--baseline needs ${samplesMin} cold starts or more, --cold is ${cold}`;
    throw invalid(problem, `Say --cold ${samplesMin}.`);
  }
  const bar = failOn.find(({ limit }) => limit.kind === 'ratio');
  if (bar === undefined) return;
  if (updateBaseline) {
    const problem = `--fail-on ${bar.text} is of the baseline that --update-baseline replaces`;
    throw invalid(problem, 'Leave out one of them; a bar such as init.p50>250ms may stay.');
  }
  if (baseline === undefined && contendersOf(bar, contenders, null).length === 0) {
    const problem = `--fail-on ${bar.text} has nothing to compare with`;
    throw invalid(problem, 'Give --baseline FILE or --compare, or a bar such as init.p50>250ms.');
  }
}

/** A bar of which nothing could ever be said is a slip. */
function checkSamples(
  { text, metric, percentile }: Bar,
  { cold, warm }: Flags,
  concurrency: number,
): void {
  const option = metric.name.startsWith('warm.') ? '--warm' : '--cold';
  const count = option === '--warm' ? warm : cold * concurrency;
  const { samplesMin } = percentiles[percentile];
  if (count >= samplesMin) return;
  const needed = `${percentile} needs ${samplesMin} samples`;
  const problem = `--fail-on ${text}: ${needed}, ${option} gives ${count}`;
  throw invalid(problem, `Say ${option} ${samplesMin}, or take another percentile.`);
}

function checkContenders(
  baseline: Baseline,
  file: string,
  bars: readonly Bar[],
  contenders: readonly Contender[],
): void {
  const again = 'Measure it anew: the same command with --update-baseline and without such bars.';
  for (const { name } of contenders.filter(({ control }) => !control)) {
    const known = baseline.contenders[name];
    if (known === undefined) {
      const names = Object.keys(baseline.contenders).join(', ');
      throw invalid(`the baseline ${file} has no ${name}; it has ${names || 'nothing'}`, again);
    }
    for (const { limit, metric, percentile, text } of bars) {
      if (limit.kind === 'ms' || known[metric.name]?.[percentile] !== undefined) continue;
      const count = known[metric.name]?.count ?? 0;
      const had = `the baseline ${file} has no ${percentile} of ${metric.name} for ${name}`;
      throw invalid(`${had} (of ${count} samples), which --fail-on ${text} needs`, again);
    }
  }
}

async function readBaseline(file: string): Promise<Baseline> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const isMissing = cause.code === 'ENOENT';
    const problem = isMissing ? 'does not exist' : `cannot be read: ${cause.message}`;
    const remedy = isMissing
      ? 'Measure it first: the same command with --update-baseline, without bars in per cent.'
      : 'Name a readable file.';
    throw invalid(`the baseline ${file} ${problem}`, remedy);
  });
  return parseBaseline(text, file);
}

/** The old one stays until there is a new one. */
async function checkPlace(file: string): Promise<void> {
  const place = await access(file).then(
    () => file,
    () => path.dirname(file),
  );
  await access(place, constants.W_OK).catch((cause: unknown) => {
    throw new LamboxError('StorageFailed', `${file} cannot be written: ${String(cause)}`, {
      remedy: 'Name a file in a folder that exists and can be written to.',
      cause,
    });
  });
}

function invalid(message: string, remedy: string): LamboxError {
  return new LamboxError('InvalidOption', message, { remedy });
}
