import type { BenchmarkResult } from './benchmark-result.ts';
import type { Comparison } from './comparison.ts';
import type { Contender } from './contender.ts';
import { formatMs } from './figure-text.ts';
import { metrics, valuesOf } from './metric.ts';
import { median, samplesFor } from './statistics/percentile.ts';

/** What was found, in one sentence. */
export function headline(result: BenchmarkResult): string {
  const controls = new Set(
    result.contenders.filter(({ control }) => control).map(({ name }) => name),
  );
  const compared = result.comparisons.filter(
    ({ contender, metric }) => metric === 'cold.answered' && !controls.has(contender),
  );
  return compared.length > 0 ? comparisonHeadline(compared) : figureHeadline(result);
}

/** The greatest difference that may be claimed; where there is none, that. */
function comparisonHeadline(compared: readonly Comparison[]): string {
  const claimed = compared
    .filter(({ finding }) => finding === 'faster' || finding === 'slower')
    .toSorted((a, b) => distance(b) - distance(a));
  const [greatest] = claimed;
  if (greatest !== undefined) {
    const { contender, reference, ratio } = greatest;
    const size = / at [\d,]+ MB/.exec(reference)?.[0] ?? '';
    const others = compared.length > 1 ? ', the greatest difference found' : '';
    const name = contender.replace(size, '');
    return `${name} starts ${differenceText(ratio.middle)} than ${reference}${others}`;
  }
  const [first] = compared;
  const names = compared.length === 1 && first !== undefined ? `${first.contender} and ` : '';
  const whom = names === '' ? 'what was compared' : `${names}${first?.reference}`;
  return compared.some(({ finding }) => finding === 'tooNoisy')
    ? `The machine was too noisy to tell whether the cold starts of ${whom} differ`
    : `No difference found between the cold starts of ${whom}`;
}

function distance({ ratio }: Comparison): number {
  return Math.abs(Math.log(ratio.middle));
}

/** `18 % slower`: of the reference's time. */
function differenceText(ratio: number): string {
  const percent = Math.abs(ratio - 1) * 100;
  const text = percent < 10 ? percent.toFixed(1) : percent.toFixed(0);
  return `${text} % ${ratio > 1 ? 'slower' : 'faster'}`;
}

function figureHeadline({ contenders, samples }: BenchmarkResult): string {
  const byContender = Map.groupBy(samples, ({ contender }) => contender);
  const middle = ({ name }: Contender, metricName: string) => {
    const metric = metrics.find((one) => one.name === metricName);
    const own = byContender.get(name) ?? [];
    return metric === undefined ? Number.NaN : median(valuesOf(own, metric));
  };
  const shown = contenders.filter(
    (one) => !one.control && !Number.isNaN(middle(one, 'cold.answered')),
  );
  const [first, ...others] = shown;
  if (first === undefined) return 'No cold start was measured';
  const answered = middle(first, 'cold.answered');
  const name = first.name.replace(/ at [\d,]+ MB/, '');
  const sizes = [
    `${formatMs(answered)} ms at ${sizeOf(first)}`,
    ...others.map((one) => `${formatMs(middle(one, 'cold.answered'))} at ${sizeOf(one)}`),
  ];
  const figures = sizes.length > 2 ? [sizes[0], sizes.at(-1)] : sizes;
  const init = Math.round((100 * middle(first, 'cold.init')) / answered);
  const count = samples.filter(
    ({ contender, startKind }) => contender === first.name && startKind === 'cold',
  ).length;
  const about = count < samplesFor.p50 ? 'about ' : '';
  return `${name} cold-starts in ${about}${figures.join(' and ')}, ${init} % of it its own init`;
}

/** `128 MB`, and how many at once where it is more than one. */
function sizeOf({ name, memorySizeMb }: Contender): string {
  return / at ([\d,]+ MB.*)$/.exec(name)?.[1] ?? `${memorySizeMb} MB`;
}
