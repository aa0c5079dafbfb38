import type { BenchmarkResult } from '../benchmark-result.ts';
import { formatFinding, formatMs, formatRatio } from '../figure-text.ts';
import { htmlTable } from './html-table.ts';
import { section } from './section.ts';

/** Every figure, for those who want to see the numbers. */
export function figureSection({ rows }: BenchmarkResult): string {
  const groups = [...Map.groupBy(rows, ({ contender }) => contender)].map(([title, own]) => ({
    title,
    rows: own.map(({ title: metric, summary: { count, min, p50, p90, p99 } }) => {
      return [metric, String(count), ...[min, p50, p90, p99].map(formatMs)];
    }),
  }));
  const head = { texts: ['milliseconds'], numbers: ['n', 'least', 'p50', 'p90', 'p99'] };
  const note = 'A percentile stands only where enough samples lie beyond it: – means too few.';
  return section('Figures', note, htmlTable('Figures', head, groups));
}

/** What was compared with what, the control too. */
export function comparisonSection({ comparisons, contenders }: BenchmarkResult): string {
  if (comparisons.length === 0) return '';
  const controls = new Set(contenders.filter(({ control }) => control).map(({ name }) => name));
  const pairs = Map.groupBy(comparisons, (one) => `${one.contender} ÷ ${one.reference}`);
  const groups = [...pairs].map(([title, own]) => ({
    title,
    rows: own.map((one) => {
      const isControl = controls.has(one.contender);
      const finding = isControl ? 'the same thing twice: the noise' : formatFinding(one);
      return [one.metric, finding, formatRatio(one.ratio), formatRatio(one.control)];
    }),
  }));
  const head = { texts: ['metric', 'finding'], numbers: ['ratio, 95 %', 'control, 95 %'] };
  const note =
    'Ratios of medians of the same rounds. The control is the reference measured twice: what ' +
    'differs by no more than it does is no difference.';
  return section('Ratios', note, htmlTable('Ratios', head, groups));
}
