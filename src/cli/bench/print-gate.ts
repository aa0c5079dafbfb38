import { formatFinding, formatRatio } from '../../benchmark/figure-text.ts';
import type { GateReport } from '../../benchmark/gate/gate-report.ts';
import { describeBaseline, formatOutcome, formatValue } from '../../benchmark/gate/gate-text.ts';
import type { Paint } from '../paint.ts';

/** What became of baseline and bars, for a terminal. */
export function formatGate({ baseline, changes, verdicts }: GateReport, paint: Paint): string {
  const since = [...Map.groupBy(changes, ({ contender }) => contender)].flatMap(
    ([contender, own]) => [
      '',
      paint.bold(`${contender} ÷ the baseline`),
      ...own.map((change) => {
        const { metric, ratio, finding } = change;
        const colour = { slower: paint.red, faster: paint.green }[String(finding)] ?? paint.dim;
        return colour(
          `  ${metric.padEnd(18)} ${formatRatio(ratio).padEnd(20)} ${formatFinding(change)}`,
        );
      }),
    ],
  );
  const bars = verdicts.map((verdict) => {
    const colour = { broken: paint.red, held: paint.green, undecided: paint.yellow };
    const what = `  ${verdict.contender}: ${formatValue(verdict)}`;
    return `${what}  ${colour[verdict.outcome](formatOutcome(verdict))}`;
  });
  const byBar = verdicts.flatMap(({ bar }, index) => {
    const isFirst = verdicts[index - 1]?.bar !== bar;
    return [...(isFirst ? ['', paint.bold(bar.text)] : []), bars[index] ?? ''];
  });
  const note = baseline === null ? [] : ['', paint.dim(describeBaseline(baseline))];
  const lines = [...since, ...note, ...byBar];
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}
