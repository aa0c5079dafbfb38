import { formatFinding, formatMs, formatRatio } from '../figure-text.ts';
import type { GateReport } from './gate-report.ts';
import type { Change, Outcome, Verdict } from './verdict.ts';

const words: Readonly<Record<Outcome, string>> = {
  held: 'held',
  broken: 'BROKEN',
  undecided: 'too noisy to tell',
};

/** `1.03 [0.98–1.07]`, or `812 ms [790–830]`. */
export function formatValue({ bar, value }: Pick<Verdict, 'bar' | 'value'>): string {
  if (Number.isNaN(value.middle)) return '–';
  if (bar.limit.kind === 'ratio') return formatRatio(value);
  const { middle, low, high } = value;
  return `${formatMs(middle)} ms [${formatMs(low)}–${formatMs(high)}]`;
}

export function formatOutcome({ outcome, reason }: Pick<Verdict, 'outcome' | 'reason'>): string {
  return reason === null ? words[outcome] : `${words[outcome]}: ${reason}`;
}

/** The findings, for a pull request; nothing where neither baseline nor bar was given. */
export function gateMarkdown({ baseline, changes, verdicts }: GateReport): string {
  const since = baseline === null ? [] : ['', describeBaseline(baseline), ''];
  return [
    ...since,
    ...(changes.length === 0 ? [] : changeTable(changes)),
    ...(verdicts.length === 0 ? [] : verdictTable(verdicts)),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

export function describeBaseline({
  date,
  conditions,
}: NonNullable<GateReport['baseline']>): string {
  const { processor, lamboxVersion } = conditions;
  const where = `${date}, ${processor}, Lambox ${lamboxVersion}`;
  return `The baseline is of ${where}. Ratios are calibrated.`;
}

function changeTable(changes: readonly Change[]): readonly string[] {
  return [
    '| against the baseline | metric | ratio, 95 % | |',
    '|---|---|---|---|',
    ...changes.map((change) => {
      const { contender, metric, ratio } = change;
      const what = `| ${escaped(contender)} | ${metric} |`;
      return `${what} ${formatRatio(ratio)} | ${formatFinding(change)} |`;
    }),
    '',
  ];
}

function verdictTable(verdicts: readonly Verdict[]): readonly string[] {
  return [
    '| bar | function | measured, 95 % | |',
    '|---|---|---|---|',
    ...verdicts.map((verdict) => {
      const what = `| \`${verdict.bar.text}\` | ${escaped(verdict.contender)} |`;
      return `${what} ${formatValue(verdict)} | ${formatOutcome(verdict)} |`;
    }),
    '',
  ];
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|');
}
