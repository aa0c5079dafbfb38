import type { LoadReport } from '../../benchmark/load/load-report.ts';
import {
  latencyFigures,
  latencyHeads,
  latencyRemark,
  latencyRows,
  outcomeText,
  rateText,
  senderText,
} from '../../benchmark/load/load-text.ts';
import type { Paint } from '../paint.ts';

const titleColumns = 22;
const figureColumns = 9;

/** What the load came to, for a terminal. */
export function formatLoad(report: LoadReport, paint: Paint): string {
  const { results, before, after, complete, emulated } = report;
  const heads = latencyHeads.map((head) => head.padStart(figureColumns)).join('');
  const load = `load ${before.loadAverage.toFixed(1)} → ${after.loadAverage.toFixed(1)}`;
  const early = complete ? '' : ', ended early';
  const remark = `emulated, timings not comparable: ${emulated.join('; ')}`;
  return [
    ...results.flatMap((result) => [
      '',
      paint.bold(result.contender),
      paint.dim('latency'.padEnd(titleColumns) + heads),
      ...latencyRows(result).map(
        ([title, summary]) =>
          title.padEnd(titleColumns) +
          latencyFigures(summary)
            .map((text) => text.padStart(figureColumns))
            .join(''),
      ),
      outcomeText(result),
      result.sender.keptSchedule ? paint.dim(senderText(result)) : paint.red(senderText(result)),
      ...(result.fault === null ? [] : [paint.red(`the first fault: ${result.fault}`)]),
    ]),
    '',
    ...(emulated.length === 0 ? [] : [paint.yellow(remark)]),
    paint.dim(`${rateText(report)}${early}; ${load}; times are milliseconds`),
    paint.dim(latencyRemark),
    '',
  ].join('\n');
}
