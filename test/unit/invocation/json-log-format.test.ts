import { describe, expect, it } from 'vitest';
import type { EnvironmentLine } from '../../../src/environment/serve-observer.ts';
import { createJsonLogFormat, type LowestLevels } from '../../../src/invocation/json-log-format.ts';
import type { EventEnd } from '../../../src/invocation/log-format.ts';
import { loggedFunction } from '../../../src/invocation/logged-function.ts';
import type { SystemLogLevel } from '../../../src/lambda/logging-config.ts';
import { functionVersion } from '../../support/function-version.ts';

const beganMs = Date.parse('2026-02-03T04:05:06.000Z');
const requestId = '8f5f2c1e-0b0f-4f0e-9a63-0f1c2d3e4f50';

function format(lowest: Partial<LowestLevels> = {}, runtime = 'nodejs24.x') {
  const event = {
    logged: loggedFunction(functionVersion({ runtime })),
    requestId,
    functionArn: 'arn:f',
    logStreamName: '2026/02/03/[$LATEST]00',
    trace: null,
    epochOf: (monotonicMs: number) => beganMs + monotonicMs,
  };
  return createJsonLogFormat(event, { application: 'INFO', system: 'INFO', ...lowest });
}

const types = (lines: readonly string[]) =>
  lines.map((line) => JSON.parse(line).type.replace('platform.', ''));
const initEnd = {
  phase: 'init',
  status: 'success',
  durationMs: 30,
  errorType: null,
  message: '',
  extensions: [{ name: 'watcher', state: 'Ready', events: ['INVOKE'] }],
  atMs: 40,
} as const;
const end: EventEnd = {
  report: {
    durationMs: 12,
    billedDurationMs: 42,
    initDurationMs: 30,
    memorySizeMb: 128,
    maxMemoryUsedMb: 60,
    status: 'success',
    errorType: null,
  },
  ending: { status: 'success', errorType: null },
  sentAtMs: 50,
  runtime: { responseBeganMs: 5, responseEndedMs: 7, producedBytes: 4, doneMs: 8 },
  atMs: 62,
};

describe('the levels of the platform', () => {
  it.each<[SystemLogLevel, readonly string[]]>([
    [
      'DEBUG',
      [
        ...['initStart', 'initRuntimeDone', 'extension', 'initReport'],
        ...['start', 'runtimeDone', 'report'],
      ],
    ],
    ['INFO', ['initStart', 'extension', 'start', 'report']],
    ['WARN', []],
  ])('%s: a successful event has %j', (system, expected) => {
    const { initStarted, initEnded, started, ended } = format({ system });
    const lines = [
      ...initStarted({ phase: 'init', atMs: 0 }),
      ...initEnded(initEnd),
      ...started(50),
      ...ended(end),
    ];
    expect(types(lines)).toEqual(expected);
  });

  it('a failure is said at WARN', () => {
    const { initEnded, ended, dropped } = format({ system: 'WARN' });
    const failed = { ...initEnd, status: 'error', errorType: 'Runtime.ExitError' } as const;
    expect(types(initEnded(failed))).toEqual(['initRuntimeDone', 'initReport']);
    const ending = { status: 'timeout', errorType: 'Sandbox.Timedout' } as const;
    expect(types(ended({ ...end, ending, runtime: null }))).toEqual(['runtimeDone', 'report']);
    expect(types(dropped({ records: 1, bytes: 2, reason: 'r', atMs: 1 }))).toEqual(['logsDropped']);
  });
});

it('a record has the time of what it tells, and spans follow each other', () => {
  const [start] = format().initStarted({ phase: 'init', atMs: 7 });
  expect(JSON.parse(start ?? '').time).toBe('2026-02-03T04:05:06.007Z');
  const [done] = format({ system: 'DEBUG' }).ended(end);
  expect(JSON.parse(done ?? '').record).toMatchObject({
    metrics: { durationMs: 8, producedBytes: 4 },
    spans: [
      { name: 'responseLatency', start: '2026-02-03T04:05:06.050Z', durationMs: 5 },
      { name: 'responseDuration', start: '2026-02-03T04:05:06.055Z', durationMs: 2 },
      { name: 'runtimeOverhead', start: '2026-02-03T04:05:06.057Z', durationMs: 1 },
    ],
  });
});

describe('a line of the function', () => {
  const line: EnvironmentLine = {
    text: 'plain',
    origin: 'function',
    framing: 'line',
    epochMs: beganMs,
    atMs: 1,
  };

  it('stays as it is where the runtime formats its own', () => {
    expect(format().line(line, true)).toBe('plain');
  });

  it('is looked at where it does not, but for extensions and framed records', () => {
    const { line: write } = format({ application: 'WARN' }, 'provided.al2023');
    expect(write(line, true)).toBeNull();
    expect(write({ ...line, origin: 'extension' }, true)).toBe('plain');
    expect(write({ ...line, framing: 'json' }, true)).toBe('plain');
    const wrapped = format({}, 'provided.al2023').line(line, true) ?? '';
    expect(JSON.parse(wrapped)).toMatchObject({ message: 'plain', requestId });
    const early = format({}, 'provided.al2023').line(line, false) ?? '';
    expect(JSON.parse(early)).not.toHaveProperty('requestId');
  });
});
