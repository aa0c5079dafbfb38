import type { LoadReport } from './load-report.ts';
import {
  latencyFigures,
  latencyHeads,
  latencyRemark,
  latencyRows,
  outcomeText,
  rateText,
  senderText,
} from './load-text.ts';

/** The tables, for a pull request. */
export function loadMarkdown(report: LoadReport): string {
  const { conditions, before, after, results, complete, emulated } = report;
  const names = emulated.join('; ');
  return [
    '### Load, measured',
    '',
    `${rateText(report)}${complete ? '' : ' (ended early)'}, ${report.date}. ` +
      `${conditions.processor}; ${conditions.engine}; ${conditions.kernel}; ` +
      `load ${before.loadAverage.toFixed(1)} → ${after.loadAverage.toFixed(1)}. ${latencyRemark}`,
    '',
    ...(names === '' ? [] : [escaped(`Emulated, timings not comparable: ${names}.`), '']),
    `| function | latency, ms | ${latencyHeads.join(' | ')} |`,
    `|---|---|${latencyHeads.map(() => '--:').join('|')}|`,
    ...results.flatMap((result) =>
      latencyRows(result).map(
        ([title, summary]) =>
          `| ${escaped(result.contender)} | ${title} | ${latencyFigures(summary).join(' | ')} |`,
      ),
    ),
    '',
    ...results.flatMap((result) => [
      `* ${escaped(result.contender)}: ${outcomeText(result)}; ${senderText(result)}.`,
      ...(result.fault === null ? [] : [`  The first fault: ${escaped(result.fault)}`]),
    ]),
    '',
    `Again: \`${report.command}\``,
    '',
  ].join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|');
}
