import type { BenchmarkResult } from '../../benchmark/benchmark-result.ts';
import { emulationRemark } from '../../benchmark/emulation-remark.ts';
import { formatFinding, formatMs, formatRatio } from '../../benchmark/figure-text.ts';
import type { Paint } from '../paint.ts';
import { benchmarkPlot } from './plot.ts';
import { formatImports } from './print-imports.ts';

const titleColumns = 46;
const figureColumns = 10;

/** The table and what was found, for a terminal. */
export function formatBenchmark(result: BenchmarkResult, paint: Paint): string {
  const { rounds, complete, before, after, samples } = result;
  const load = `load ${before.loadAverage.toFixed(1)} → ${after.loadAverage.toFixed(1)}`;
  const early = complete ? '' : ', ended early';
  const emulation = emulationRemark(samples);
  return [
    ...figures(result, paint),
    ...comparisons(result, paint),
    ...benchmarkPlot(result, paint),
    formatImports(result.imports, paint),
    ...(emulation === null ? [] : [paint.yellow(emulation)]),
    paint.dim(`${rounds} rounds, interleaved${early}; ${load}; times are milliseconds`),
    '',
  ].join('\n');
}

function figures({ rows }: BenchmarkResult, paint: Paint): readonly string[] {
  const heads = ['n', 'least', 'p50', 'p90', 'p99'].map((head) => head.padStart(figureColumns));
  return [...Map.groupBy(rows, ({ contender }) => contender)].flatMap(([contender, own]) => [
    '',
    paint.bold(contender.padEnd(titleColumns)) + paint.dim(heads.join('')),
    ...own.map(({ title, summary }) => {
      const { count, min, p50, p90, p99 } = summary;
      const texts = [String(count), ...[min, p50, p90, p99].map(formatMs)];
      return (
        title.padEnd(titleColumns) + texts.map((text) => text.padStart(figureColumns)).join('')
      );
    }),
  ]);
}

function comparisons(
  { comparisons, contenders }: BenchmarkResult,
  paint: Paint,
): readonly string[] {
  const controls = new Set(contenders.filter(({ control }) => control).map(({ name }) => name));
  return comparisons.flatMap((comparison, index) => {
    const { contender, reference, metric, ratio, finding } = comparison;
    const isControl = controls.has(contender);
    const said = isControl ? 'the same thing twice: the noise' : formatFinding(comparison);
    const colour =
      finding === 'slower' ? paint.red : finding === 'faster' ? paint.green : paint.dim;
    const line = `  ${metric.padEnd(18)} ${formatRatio(ratio).padEnd(20)} ${said}`;
    const isFirst = comparisons[index - 1]?.contender !== contender;
    const title = `${contender} ÷ ${reference}`;
    return [
      ...(isFirst ? ['', paint.bold(title)] : []),
      isControl ? paint.dim(line) : colour(line),
    ];
  });
}
