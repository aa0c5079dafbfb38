import { expect } from 'vitest';
import type { InvocationResult } from '../../src/invocation/invocation-result.ts';
import type { FunctionConfiguration } from '../../src/lambda/function-configuration.ts';
import { checkTimeline } from './check-timeline.ts';

/** `⇥` is a TAB; a failure's status has none behind it. */
const reportPattern = new RegExp(
  [
    '^REPORT RequestId: (?<requestId>[0-9a-f-]{36})',
    'Duration: (?<duration>\\d+\\.\\d\\d) ms',
    'Billed Duration: (?<billed>\\d+) ms',
    'Memory Size: (?<memorySize>\\d+) MB',
    'Max Memory Used: (?<memoryUsed>\\d+) MB',
    '(?:Init Duration: (?<init>\\d+\\.\\d\\d) ms⇥)?',
  ]
    .join('⇥')
    .concat('(?:Status: (?<status>timeout|error⇥Error Type: .+))?$')
    .replaceAll('⇥', '\t'),
);

/** What holds of every invocation, whatever became of it. */
export function checkInvocation(
  result: InvocationResult,
  configuration: FunctionConfiguration,
  elapsedMs: number,
): void {
  checkTimeline(result.timeline);
  expect(result.timeline.totalMs).toBeLessThanOrEqual(elapsedMs);
  checkLogOrder(result, configuration.version);
  checkReport(result, configuration);
  expect(result.startKind === 'warm').toBe(result.startReason === null);
}

/** START, END and REPORT once each; nothing behind REPORT, nothing between END and it. */
function checkLogOrder({ requestId, logs, timeline }: InvocationResult, version: string): void {
  const platform = logs.filter(({ origin }) => origin === 'platform').map(({ text }) => text);
  const start = `START RequestId: ${requestId} Version: ${version}`;
  const end = `END RequestId: ${requestId}`;
  const expected = [start, end, expect.stringMatching(/^REPORT /)];
  expect(platform.filter((text) => /^(START|END|REPORT)/.test(text))).toEqual(expected);
  const texts = logs.map(({ text }) => text);
  expect(texts.slice(-2)).toEqual([end, expect.stringMatching(/^REPORT /)]);
  for (const { offsetMs } of logs) expect(offsetMs).toBeLessThanOrEqual(timeline.totalMs);
}

/** The REPORT line says what the report says, in contract §5.2's words and §5.3's arithmetic. */
function checkReport(
  { requestId, logs, report }: InvocationResult,
  { memorySizeMb, timeoutSeconds }: FunctionConfiguration,
): void {
  const [line = '', trace] = logs.at(-1)?.text.split('\n') ?? [];
  if (trace !== undefined) {
    expect(trace).toMatch(/^XRAY TraceId: \S+\tSegmentId: [0-9a-f]{16}\tSampled: true\t$/);
  }
  const init = report.initDurationMs;
  // In whole microseconds: a binary remainder must not cost a millisecond.
  const sumUs = Math.round(report.durationMs * 1_000) + Math.round((init ?? 0) * 1_000);
  const billed = Math.max(1, Math.ceil(sumUs / 1_000));
  const { status, ...figures } = reportPattern.exec(line)?.groups ?? {};
  expect(figures, line).toEqual({
    requestId,
    duration: report.durationMs.toFixed(2),
    billed: String(billed),
    memorySize: String(memorySizeMb),
    memoryUsed: String(report.maxMemoryUsedMb),
    init: init?.toFixed(2),
  });
  expect(report.billedDurationMs).toBe(billed);
  // Of a process that never ran, or went with its container, nothing was read.
  expect(report.maxMemoryUsedMb).toBeGreaterThanOrEqual(status?.startsWith('error') ? 0 : 1);
  expect(report.maxMemoryUsedMb).toBeLessThanOrEqual(memorySizeMb);
  if (status === 'timeout') expect(report.durationMs).toBe(timeoutSeconds * 1000);
  const failed = status?.startsWith('error') ? `error\tError Type: ${report.errorType}` : status;
  expect(status).toBe(failed);
  if (status === undefined) expect(report.status).not.toBe('timeout');
  else expect(status.split('\t')[0]).toBe(report.status);
}
