import type { BenchmarkResult } from '../../benchmark/benchmark-result.ts';
import { formatMs } from '../../benchmark/figure-text.ts';
import { metrics, valuesOf } from '../../benchmark/metric.ts';
import { percentileOfSorted } from '../../benchmark/statistics/percentile.ts';
import type { Paint } from '../paint.ts';

const plotColumns = 48;
const nameColumnsMax = 34;
const heights = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

interface Series {
  readonly name: string;
  readonly sorted: Float64Array;
}

/** How cold starts are distributed, a line a contender on one scale; colours come from `paint`. */
export function benchmarkPlot(result: BenchmarkResult, paint: Paint): readonly string[] {
  const metric = metrics.find(({ name }) => name === 'cold.answered');
  if (metric === undefined) return [];
  const byContender = Map.groupBy(result.samples, ({ contender }) => contender);
  const series = result.contenders
    .filter(({ control }) => !control)
    .map(({ name }) => ({
      name,
      sorted: Float64Array.from(valuesOf(byContender.get(name) ?? [], metric)).sort(),
    }))
    .filter(({ sorted }) => sorted.length > 1);
  if (series.length === 0) return [];
  const least = Math.min(...series.map(({ sorted }) => sorted[0] ?? 0));
  const edge = Math.max(...series.map(edgeOf));
  const nameColumns = Math.min(nameColumnsMax, Math.max(...series.map(({ name }) => name.length)));
  const paints = [paint.cyan, paint.yellow, paint.green, paint.magenta];
  const lines = series.map(({ name, sorted }, index) => {
    const colour = paints[index % paints.length] ?? paint.cyan;
    const bars = colour(barsOf(sorted, least, edge));
    const middle = formatMs(percentileOfSorted(sorted, 0.5)).padStart(7);
    return `${shortened(name, nameColumns)}  ${bars} ${middle}`;
  });
  const ends = [formatMs(least), formatMs((least + edge) / 2), formatMs(edge)];
  return [
    '',
    `${paint.bold('cold start, until answered')}${paint.dim(', ms; at the right the median')}`,
    ...lines,
    paint.dim(' '.repeat(nameColumns + 2) + axisOf(ends)),
  ];
}

/** A straggler must not press all others together: what is beyond counts in the last column. */
function edgeOf({ sorted }: Series): number {
  const middle = percentileOfSorted(sorted, 0.5);
  const edge = middle + 3 * (percentileOfSorted(sorted, 0.9) - middle);
  return Math.min(sorted.at(-1) ?? middle, Math.max(edge, middle * 1.1));
}

/** How many samples each column has, as heights; one sample is seen always. */
function barsOf(sorted: Float64Array, least: number, edge: number): string {
  const counts = new Array<number>(plotColumns).fill(0);
  for (const ms of sorted) {
    const share = edge > least ? (ms - least) / (edge - least) : 0;
    const column = Math.min(plotColumns - 1, Math.floor(share * plotColumns));
    counts[column] = (counts[column] ?? 0) + 1;
  }
  const most = Math.max(...counts);
  return counts
    .map((count) => heights[Math.ceil((count / most) * (heights.length - 1))] ?? ' ')
    .join('');
}

function axisOf([left = '', middle = '', right = '']: readonly string[]): string {
  const before = Math.max(1, Math.floor((plotColumns - middle.length) / 2) - left.length);
  const after = Math.max(1, plotColumns - left.length - before - middle.length - right.length);
  return left + ' '.repeat(before) + middle + ' '.repeat(after) + right;
}

/** The end of a name has its memory size. */
function shortened(name: string, columns: number): string {
  if (name.length <= columns) return name.padEnd(columns);
  const end = 14;
  return `${name.slice(0, columns - end - 1)}…${name.slice(-end)}`;
}
