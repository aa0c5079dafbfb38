import { formatMs } from '../figure-text.ts';
import type { LatencySummary } from './latency-histogram.ts';
import type { LoadReport } from './load-report.ts';
import type { LoadResult } from './load-result.ts';
import { lateMs } from './sender-lateness.ts';

const count = (number: number) => number.toLocaleString('en');
const counted = (number: number, what: string) =>
  `${count(number)} ${what}${number === 1 ? '' : 's'}`;

/** `50 events a second for 60 s, open loop`. */
export function rateText({ rate }: Pick<LoadReport, 'rate'>): string {
  const { eventsPerSecond, durationSeconds } = rate;
  return `${count(eventsPerSecond)} events a second for ${count(durationSeconds)} s, open loop`;
}

/** What the figures are and are not; every report says it. */
export const latencyRemark =
  'Latency counts from the time at which an event was to be sent. Not warmed up before: each ' +
  'function began without environments.';

export const latencyHeads = ['n', 'least', 'p50', 'p90', 'p99', 'p99.9', 'most'] as const;

export function latencyFigures(summary: LatencySummary): readonly string[] {
  const { minMs, p50Ms, p90Ms, p99Ms, p999Ms, maxMs } = summary;
  return [count(summary.count), ...[minMs, p50Ms, p90Ms, p99Ms, p999Ms, maxMs].map(formatMs)];
}

/** The lines of the table that have something to say. */
export function latencyRows({
  latency,
}: LoadResult): readonly (readonly [string, LatencySummary])[] {
  const rows = [
    ['answered', latency.all],
    ['of them warm', latency.warm],
    ['of them cold starts', latency.cold],
  ] as const;
  return rows.filter(([, summary], index) => index === 0 || summary.count > 0);
}

/** What became of the events, in a sentence: `600 sent: 590 succeeded, 10 throttled; …`. */
export function outcomeText({ sent, outcomes, startKinds, environments }: LoadResult): string {
  const { succeeded, ...others } = outcomes;
  const bad = Object.entries(others)
    .filter(([, number]) => number > 0)
    .map(([outcome, number]) => `, ${count(number)} ${outcome}`);
  return (
    `${count(sent)} sent: ${count(succeeded)} succeeded${bad.join('')}; ` +
    `${counted(startKinds.cold ?? 0, 'cold start')}; ` +
    `${counted(environments.count, 'environment')} of ${count(environments.limit)} at most, ` +
    `${count(environments.atOnceMax)} busy at once`
  );
}

/** Whether the sender kept its times; what it did not keep is said first. */
export function senderText({ sent, sender }: LoadResult): string {
  const { lateCount, worstMs, keptSchedule } = sender;
  const share = ((100 * lateCount) / Math.max(1, sent)).toFixed(1);
  const late =
    `${count(lateCount)} of ${count(sent)} events (${share} %) left more than ${lateMs} ms ` +
    `late, at worst ${formatMs(worstMs)} ms`;
  return keptSchedule
    ? `the sender kept its schedule: ${late}`
    : `the sender could not keep its schedule: ${late}. This machine was too busy to tell what ` +
        'callers at this rate would see: lower the rate, or use another machine';
}
