import { type Comparison, compareContenders } from './comparison.ts';
import type { Busyness, Conditions } from './conditions.ts';
import type { Contender } from './contender.ts';
import { type ContenderCost, contenderCosts } from './event-cost.ts';
import type { ImportCosts } from './imports/import-costs.ts';
import { metrics, valuesOf } from './metric.ts';
import { type BesideAws, besideAws, type RuntimeNames } from './published/beside-aws.ts';
import type { Measured } from './run-benchmark.ts';
import type { Sample } from './sample.ts';
import { type Summary, summarize } from './statistics/percentile.ts';
import type { Random } from './statistics/random.ts';

/** One line of the table: a metric of a contender, in milliseconds. */
export interface Row {
  readonly contender: string;
  readonly metric: string;
  readonly title: string;
  readonly summary: Summary;
}

/** Everything that a report says. */
export interface BenchmarkResult {
  /** ISO 8601, UTC. */
  readonly date: string;
  readonly command: string;
  readonly conditions: Conditions;
  readonly before: Busyness;
  readonly after: Busyness;
  readonly contenders: readonly Contender[];
  readonly rounds: number;
  readonly complete: boolean;
  readonly samples: readonly Sample[];
  readonly rows: readonly Row[];
  readonly comparisons: readonly Comparison[];
  /** At the prices of lambda-prices.ts. */
  readonly costs: readonly ContenderCost[];
  /** Where asked for; measured apart from the samples. */
  readonly imports: readonly ImportCosts[];
  /** Init Duration on AWS, where somebody published it. */
  readonly besideAws: readonly BesideAws[];
}

export type BenchmarkFacts = Pick<
  BenchmarkResult,
  'imports' | 'date' | 'command' | 'conditions' | 'before' | 'after' | 'contenders'
> & { readonly runtimes: RuntimeNames };

/** Works out what the samples say. The same samples and numbers give the same result. */
export function benchmarkResult(
  { runtimes, ...facts }: BenchmarkFacts,
  { samples, complete }: Pick<Measured, 'samples' | 'complete'>,
  random: Random,
): BenchmarkResult {
  const byContender = Map.groupBy(samples, ({ contender }) => contender);
  const rows = facts.contenders
    .filter(({ control }) => !control)
    .flatMap(({ name }) =>
      metrics.map((metric) => ({
        contender: name,
        metric: metric.name,
        title: metric.title,
        summary: summarize(valuesOf(byContender.get(name) ?? [], metric)),
      })),
    )
    .filter(({ summary }) => summary.count > 0);
  return {
    ...facts,
    rounds: new Set(samples.map(({ round }) => round)).size,
    complete,
    samples,
    rows,
    comparisons: compareContenders(facts.contenders, samples, random),
    costs: contenderCosts(facts.contenders, samples, facts.conditions.architecture),
    besideAws: besideAws(facts.contenders, samples, {
      runtimes,
      architecture: facts.conditions.architecture,
    }),
  };
}

/** Where a comparison was asked for and the machine would not let it be made. */
export function isUndecided({ comparisons, contenders }: BenchmarkResult): boolean {
  const controls = new Set(contenders.filter(({ control }) => control).map(({ name }) => name));
  return comparisons.some(
    ({ contender, finding }) => !controls.has(contender) && finding === 'tooNoisy',
  );
}
