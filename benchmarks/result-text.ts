import type { Interval } from '../src/benchmark/statistics/median-interval.ts';
import type { Summary } from '../src/benchmark/statistics/percentile.ts';
import { type RunResult, verdictOfRun } from './run-result.ts';
import type { Verdict } from './statistics/verdict.ts';
import type { Finding, SuiteResult } from './suites/suite.ts';

const words: Readonly<Record<Verdict, string>> = {
  holds: 'holds',
  missed: '**missed**',
  undecided: 'too noisy to tell',
};

/** A run as Markdown, for a terminal as well as for docs/benchmark.md. */
export function formatResult(result: RunResult): string {
  const { date, quick, seed, machine } = result;
  const facts = Object.entries(machine).map(([name, value]) => `| ${name} | ${value} |`);
  return [
    `Run of ${date.slice(0, 16).replace('T', ' ')} UTC, seed ${seed}${quick ? ', --quick' : ''}. ` +
      `Verdict: ${words[verdictOfRun(result)]}.`,
    '',
    table(['machine', ''], facts),
    '',
    formatSurroundings(result),
    ...result.suites.flatMap((suite) => ['', ...formatSuite(suite)]),
    '',
  ].join('\n');
}

function formatSurroundings({ calibration, busyness }: RunResult): string {
  const { before, after } = busyness;
  const steal =
    before.stealSeconds === null || after.stealSeconds === null
      ? 'unknown'
      : `${(after.stealSeconds - before.stealSeconds).toFixed(1)} s`;
  const row = (name: string, first: number, last: number) =>
    `| ${name} | ${figure(first)} | ${figure(last)} |`;
  return [
    table(
      ['calibrator, p50 in ms', 'before', 'after'],
      [
        row(
          'fork + exec of `/bin/true`',
          calibration.before.forkExecMs,
          calibration.after.forkExecMs,
        ),
        row(
          '`GET /_ping` of the engine',
          calibration.before.enginePingMs,
          calibration.after.enginePingMs,
        ),
        row('bare `node:http` echo', calibration.before.bareHttpMs, calibration.after.bareHttpMs),
        row('load average', before.loadAverage, after.loadAverage),
      ],
    ),
    '',
    `Time the hypervisor took meanwhile: ${steal}.`,
  ].join('\n');
}

/** A suite alone, as lines. */
export function formatSuite(suite: SuiteResult): string[] {
  const noise =
    suite.control === null
      ? []
      : [
          '',
          `Noise floor: the reference against itself ${formatInterval(suite.control)}` +
            `${suite.tooNoisy ? ', **too noisy to tell**' : ''}.`,
        ];
  const rows = suite.rows.map(
    ({ contender, metric, summary }) => `| ${contender} | ${metric} | ${formatSummary(summary)} |`,
  );
  return [
    `### ${suite.name}`,
    '',
    suite.title,
    '',
    table(
      ['question', 'median [95 % interval]', 'bar', 'verdict'],
      suite.findings.map(formatFinding),
    ),
    ...noise,
    '',
    table(['contender', 'metric', 'n', 'min ms', 'p50', 'p90', 'p99'], rows),
  ];
}

function formatFinding({ what, unit, interval, bar, verdict }: Finding): string {
  const limit = bar === null ? '' : `≤ ${bar} ${unit}`;
  const text = `${formatInterval(interval)} ${unit}`;
  return `| ${what} | ${text} | ${limit} | ${verdict === null ? '' : words[verdict]} |`;
}

function formatInterval({ low, middle, high }: Interval): string {
  const middleText = figure(middle);
  return low === high ? middleText : `${middleText} [${figure(low)} – ${figure(high)}]`;
}

function formatSummary({ count, min, p50, p90, p99 }: Summary): string {
  const cells = [p50, p90, p99].map((value) => (value === null ? '–' : figure(value)));
  return [String(count), figure(min), ...cells].join(' | ');
}

/** Three digits that count. */
function figure(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(digits, 3));
}

function table(head: readonly string[], rows: readonly string[]): string {
  return [`| ${head.join(' | ')} |`, `|${head.map(() => '---|').join('')}`, ...rows].join('\n');
}
