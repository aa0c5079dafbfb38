import { type Interval, medianInterval } from '../../src/benchmark/statistics/median-interval.ts';
import { isTooNoisy } from '../../src/benchmark/statistics/noise.ts';
import { median, type Summary, summarize } from '../../src/benchmark/statistics/percentile.ts';
import type { Random } from '../../src/benchmark/statistics/random.ts';
import { ratioInterval, type Samples } from '../../src/benchmark/statistics/ratio.ts';
import type { Contender } from '../contender.ts';
import { type Rounds, runRounds } from '../rounds.ts';
import { pooledRatioInterval } from '../statistics/pooled-ratio.ts';
import { judge, type Verdict } from '../statistics/verdict.ts';
import type { Workbench } from '../workbench.ts';

/** One thing that a suite finds out, against a bar or only to be known. */
export interface Question {
  readonly contender: string;
  readonly metric: string;
  /** Divide by this contender's samples of the same round; absent: the samples as they are, ms. */
  readonly relativeTo?: string;
  /** With `relativeTo`: of this percentile of all rounds (from 0 to 1), not of rounds' medians. */
  readonly share?: number;
  /** At most this holds. Absent: printed only. */
  readonly bar?: number;
}

export interface SuitePlan {
  readonly name: string;
  /** One sentence: what is compared with what. */
  readonly title: string;
  readonly contenders: readonly Contender[];
  /** The reference and its second entry, and the metric by which they are compared. */
  readonly control: { readonly reference: string; readonly again: string; readonly metric: string };
  readonly rounds: number;
  readonly questions: readonly Question[];
}

export interface Row {
  readonly contender: string;
  readonly metric: string;
  readonly summary: Summary;
}

export interface Finding {
  readonly what: string;
  readonly unit: '×' | 'ms' | 'MB';
  readonly interval: Interval;
  readonly bar: number | null;
  readonly verdict: Verdict | null;
}

export interface SuiteResult {
  readonly name: string;
  readonly title: string;
  readonly rounds: number;
  readonly rows: readonly Row[];
  readonly findings: readonly Finding[];
  /** The ratio of the reference to itself; `null` where nothing is compared. */
  readonly control: Interval | null;
  readonly tooNoisy: boolean;
  /** What was measured, block by block. */
  readonly samples: Rounds;
}

/** Runs the rounds and answers the suite's questions. Disposes the contenders. */
export async function runSuite(bench: Workbench, plan: SuitePlan): Promise<SuiteResult> {
  await using disposal = new AsyncDisposableStack();
  for (const contender of plan.contenders) disposal.use(contender);
  const samples = await runRounds({
    contenders: plan.contenders,
    rounds: plan.rounds,
    random: bench.random,
    signal: bench.signal,
    onRound: (round) => {
      if (round % 5 === 0) bench.say(`${plan.name}: round ${round} of ${plan.rounds}`);
    },
  });
  const { reference, again, metric } = plan.control;
  const of = (contender: string, name: string) => blocksOf(samples, contender, name);
  const control = ratioInterval(of(again, metric), of(reference, metric), bench.random);
  const tooNoisy = isTooNoisy(control);
  return {
    name: plan.name,
    title: plan.title,
    rounds: plan.rounds,
    rows: rowsOf(samples),
    findings: plan.questions.map((question) => answerQuestion(question, samples, tooNoisy, bench)),
    control,
    tooNoisy,
    samples,
  };
}

function blocksOf(samples: Rounds, contender: string, metric: string): readonly Samples[] {
  return (samples.get(contender) ?? []).map((block) => block[metric] ?? []);
}

function rowsOf(samples: Rounds): readonly Row[] {
  return [...samples].flatMap(([contender, blocks]) =>
    Object.keys(blocks[0] ?? {}).map((metric) => ({
      contender,
      metric,
      summary: summarize(blocks.flatMap((block) => block[metric] ?? [])),
    })),
  );
}

/** A run whose reference differs from itself decides nothing. */
function answerQuestion(
  question: Question,
  samples: Rounds,
  tooNoisy: boolean,
  { random }: Workbench,
): Finding {
  const { contender, metric, relativeTo, share, bar } = question;
  const interval = intervalOf(question, samples, random);
  const verdict = bar === undefined ? null : tooNoisy ? 'undecided' : judge(interval, bar);
  const divided = relativeTo === undefined ? '' : ` ÷ ${relativeTo}`;
  const percentile = share === undefined ? '' : ` p${share * 100}`;
  return {
    what: `${contender}${divided}, ${metric}${percentile}`,
    unit: relativeTo === undefined ? 'ms' : '×',
    interval,
    bar: bar ?? null,
    verdict,
  };
}

function intervalOf(
  { contender, metric, relativeTo, share }: Question,
  samples: Rounds,
  random: Random,
): Interval {
  const blocks = blocksOf(samples, contender, metric);
  if (relativeTo === undefined) return medianInterval(blocks.map(median), random);
  const reference = blocksOf(samples, relativeTo, metric);
  return share === undefined
    ? ratioInterval(blocks, reference, random)
    : pooledRatioInterval(blocks, reference, share, random);
}
