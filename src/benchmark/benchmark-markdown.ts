import type { BenchmarkResult } from './benchmark-result.ts';
import { emulationRemark } from './emulation-remark.ts';
import { formatFinding, formatMs, formatRatio } from './figure-text.ts';
import { importsMarkdown } from './imports/imports-markdown.ts';
import { besideAwsMarkdown } from './published/beside-aws-markdown.ts';

/** The tables, for a pull request. */
export function benchmarkMarkdown(result: BenchmarkResult): string {
  const { conditions, before, after, rounds, complete, samples } = result;
  const emulation = emulationRemark(samples);
  return [
    '### Cold starts, measured',
    '',
    `${rounds} rounds, interleaved${complete ? '' : ' (ended early)'}, ${result.date}. ` +
      `${conditions.processor}; ${conditions.engine}; ${conditions.kernel}; ` +
      `load ${before.loadAverage.toFixed(1)} → ${after.loadAverage.toFixed(1)}.`,
    '',
    ...(emulation === null ? [] : [escaped(`${emulation}.`), '']),
    ...rows(result),
    '',
    ...comparisons(result),
    ...importsMarkdown(result.imports),
    ...besideAwsMarkdown(result.besideAws),
    `Again: \`${result.command}\``,
    '',
  ].join('\n');
}

function rows({ rows }: BenchmarkResult): readonly string[] {
  return [
    '| function | metric | n | least, ms | p50 | p90 | p99 |',
    '|---|---|--:|--:|--:|--:|--:|',
    ...rows.map(({ contender, title, summary }) => {
      const { count, min, p50, p90, p99 } = summary;
      const figures = [min, p50, p90, p99].map(formatMs).join(' | ');
      return `| ${escaped(contender)} | ${title} | ${count} | ${figures} |`;
    }),
  ];
}

function comparisons({ comparisons }: BenchmarkResult): readonly string[] {
  if (comparisons.length === 0) return [];
  return [
    '| compared | metric | ratio, 95 % | control | |',
    '|---|---|---|---|---|',
    ...comparisons.map((comparison) => {
      const { contender, reference, metric, ratio, control } = comparison;
      const what = `${escaped(contender)} ÷ ${escaped(reference)}`;
      const figures = `${formatRatio(ratio)} | ${formatRatio(control)}`;
      return `| ${what} | ${metric} | ${figures} | ${formatFinding(comparison)} |`;
    }),
    '',
  ];
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|');
}
