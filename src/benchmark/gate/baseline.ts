import { LamboxError } from '../../errors.ts';
import type { BenchmarkResult } from '../benchmark-result.ts';
import { metrics } from '../metric.ts';
import type { Interval } from '../statistics/median-interval.ts';
import { type Percentile, percentileNames, percentiles } from '../statistics/percentile.ts';
import { calibratorKind } from './calibrator.ts';
import type { Measurement } from './measurement.ts';

/** A metric's percentiles in medians of the calibrator, and of how many samples. */
export type BaselineFigures = { readonly count: number } & Readonly<
  Partial<Record<Percentile, Interval>>
>;

/** What a run is compared with later, elsewhere: no times, only ratios to known work. */
export interface Baseline {
  readonly schema: typeof schema;
  readonly schemaVersion: typeof schemaVersion;
  readonly date: string;
  readonly command: string;
  readonly conditions: BenchmarkResult['conditions'];
  readonly calibrator: string;
  /** By contender and metric. */
  readonly contenders: Readonly<Record<string, Readonly<Record<string, BaselineFigures>>>>;
}

const schema = 'lambox bench baseline';
const schemaVersion = 1;
const again = 'Measure it anew: the same command with --update-baseline.';

export function baselineOf(
  { date, command, conditions }: Pick<BenchmarkResult, 'date' | 'command' | 'conditions'>,
  measurement: Measurement,
): Baseline {
  const contenders = measurement.contenders.map((contender) => {
    const figures = metrics
      .map((metric) => {
        const count = measurement.count(contender, metric);
        const known = percentileNames
          .filter((name) => count >= percentiles[name].samplesMin)
          .map((name) => [name, rounded(measurement.calibrated(contender, metric, name))] as const)
          // What is nothing most of the time, such as being throttled, has no ratio.
          .filter(([, interval]) => isInterval(interval));
        return [metric.name, { count, ...Object.fromEntries(known) }] as const;
      })
      .filter(([, { count }]) => count > 0);
    return [contender.name, Object.fromEntries(figures)] as const;
  });
  return {
    schema,
    schemaVersion,
    date,
    command,
    conditions,
    calibrator: calibratorKind,
    contenders: Object.fromEntries(contenders),
  };
}

/**
 * @param file as the user named it
 * @throws LamboxError `InvalidOption`
 */
export function parseBaseline(text: string, file: string): Baseline {
  const value = parseObject(text);
  const { schema: kind, schemaVersion: version, calibrator } = value;
  const quoted = JSON.stringify;
  if (kind !== schema) {
    throw refused(`${file} is no baseline of lambox bench`, `Check the name, or: ${again}`);
  }
  if (version !== schemaVersion) {
    const problem = `is of version ${quoted(version)}, expected ${schemaVersion}`;
    throw refused(`the baseline ${file} ${problem}`, again);
  }
  if (calibrator !== calibratorKind) {
    const problem = `has the calibrator ${quoted(calibrator)}, expected ${quoted(calibratorKind)}`;
    throw refused(`the baseline ${file} ${problem}`, again);
  }
  const problem = findProblem(value);
  if (problem !== null) throw refused(`the baseline ${file} is damaged: ${problem}`, again);
  return value as unknown as Baseline;
}

type Members = Readonly<Record<string, unknown>>;

function parseObject(text: string): Members {
  try {
    return asMembers(JSON.parse(text)) ?? {};
  } catch {
    return {};
  }
}

function asMembers(value: unknown): Members | null {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Members) : null;
}

function findProblem({ date, conditions, contenders }: Members): string | null {
  const { processor, lamboxVersion } = asMembers(conditions) ?? {};
  if (![date, processor, lamboxVersion].every((text) => typeof text === 'string')) {
    return 'it does not say when and where it was measured';
  }
  const known = asMembers(contenders);
  if (known === null) return 'it has no contenders';
  for (const [name, own] of Object.entries(known)) {
    const metricFigures = Object.entries(asMembers(own) ?? { figures: null });
    const wrong = metricFigures.find(([, figures]) => !areFigures(figures));
    if (wrong !== undefined) return `${wrong[0]} of ${name} has no figures`;
  }
  return null;
}

function areFigures(value: unknown): boolean {
  const figures = asMembers(value);
  if (figures === null) return false;
  const { count } = figures;
  if (!Number.isInteger(count)) return false;
  return percentileNames.every((name) => figures[name] === undefined || isInterval(figures[name]));
}

function isInterval(value: unknown): boolean {
  const { low, middle, high } = asMembers(value) ?? {};
  const areNumbers = [low, middle, high].every((end) => Number.isFinite(end) && Number(end) > 0);
  return areNumbers && Number(low) <= Number(middle) && Number(middle) <= Number(high);
}

/** Five digits: no run knows more. */
function rounded({ low, middle, high }: Interval): Interval {
  const of = (value: number) => Number(value.toPrecision(5));
  return { middle: of(middle), low: of(low), high: of(high) };
}

function refused(message: string, remedy: string): LamboxError {
  return new LamboxError('InvalidOption', message, { remedy });
}
