import { describe, expect, it } from 'vitest';
import {
  extensionRecord,
  initReportRecord,
  initRuntimeDoneRecord,
  initStartRecord,
  logsDroppedRecord,
  platformRecordLine,
  reportRecord,
  runtimeDoneRecord,
  startRecord,
} from '../../../src/lambda/platform-records.ts';

const epochMs = Date.parse('2026-02-03T04:05:06.789Z');
const requestId = '8f5f2c1e-0b0f-4f0e-9a63-0f1c2d3e4f50';
const well = { status: 'success', errorType: null } as const;
const exited = { status: 'error', errorType: 'Runtime.ExitError' } as const;
const late = { status: 'timeout', errorType: 'Sandbox.Timedout' } as const;
const lost = { status: 'error', errorType: 'Sandbox.Failure' } as const;
const trace = { header: 'Root=1-a;Parent=b;Sampled=1', traceId: '1-a', segmentId: 'b' };
const members = (text: string) => JSON.parse(text).record as Record<string, unknown>;

describe('the init phase', () => {
  const start = {
    phase: 'init',
    functionName: 'hello',
    functionVersion: '$LATEST',
    logStreamName: '2026/02/03/[$LATEST]00',
    memorySizeMb: 128,
  } as const;

  it('begins with what the environment is, at INFO where the runtime has a version', () => {
    const runtimeVersion = { version: 'nodejs:24.ab', arn: 'arn:aws:lambda:us-east-1::runtime:ab' };
    const record = initStartRecord({ ...start, runtimeVersion });
    expect(record.level).toBe('INFO');
    expect(platformRecordLine(record, epochMs)).toBe(
      '{"time":"2026-02-03T04:05:06.789Z","type":"platform.initStart","record":{' +
        '"initializationType":"on-demand","phase":"init","runtimeVersion":"nodejs:24.ab",' +
        '"runtimeVersionArn":"arn:aws:lambda:us-east-1::runtime:ab","functionName":"hello",' +
        '"functionVersion":"$LATEST","instanceId":"2026/02/03/[$LATEST]00",' +
        '"instanceMaxMemory":134217728}}',
    );
    const nameless = initStartRecord({ ...start, runtimeVersion: null });
    expect(nameless.level).toBe('DEBUG');
    expect(members(platformRecordLine(nameless, epochMs))).not.toHaveProperty('runtimeVersion');
  });

  it('ends with the runtime and a report', () => {
    const done = initRuntimeDoneRecord('init', well);
    expect(done).toMatchObject({ type: 'platform.initRuntimeDone', level: 'DEBUG' });
    expect(done.record).toEqual({
      initializationType: 'on-demand',
      phase: 'init',
      status: 'success',
    });
    expect(initReportRecord('init', well, 1.23456)).toMatchObject({
      type: 'platform.initReport',
      level: 'DEBUG',
      record: { phase: 'init', status: 'success', metrics: { durationMs: 1.235 } },
    });
  });

  it('warns where it fails, and names a type in both or, for a time-out, in the first', () => {
    expect(initRuntimeDoneRecord('invoke', exited)).toMatchObject({
      level: 'WARN',
      record: { phase: 'invoke', status: 'error', errorType: 'Runtime.ExitError' },
    });
    expect(initRuntimeDoneRecord('init', late).record).toMatchObject({
      status: 'timeout',
      errorType: 'Runtime.Unknown',
    });
    const report = initReportRecord('init', late, 10_000);
    expect(report).toMatchObject({ level: 'WARN', record: { status: 'timeout' } });
    expect(report.record).not.toHaveProperty('errorType');
  });
});

describe('an event', () => {
  it('starts', () => {
    const start = { requestId, version: '7', functionArn: 'arn:f:7' };
    expect(startRecord({ ...start, trace: null })).toMatchObject({ level: 'INFO' });
    expect(platformRecordLine(startRecord({ ...start, trace: null }), epochMs)).toBe(
      '{"time":"2026-02-03T04:05:06.789Z","type":"platform.start","record":{' +
        `"requestId":"${requestId}","version":"7","functionArn":"arn:f:7"}}`,
    );
    expect(startRecord({ ...start, trace }).record).toMatchObject({
      tracing: { spanId: 'b', type: 'X-Amzn-Trace-Id', value: trace.header },
    });
  });

  it('is done by the runtime, with the parts of its time', () => {
    const done = { requestId, durationMs: 12.5, producedBytes: 4, trace: null };
    const span = { name: 'responseLatency', startEpochMs: epochMs, durationMs: 1.00049 } as const;
    const record = runtimeDoneRecord({ ...done, ending: well, spans: [span] });
    expect(record.level).toBe('DEBUG');
    expect(platformRecordLine(record, epochMs)).toBe(
      '{"time":"2026-02-03T04:05:06.789Z","type":"platform.runtimeDone","record":{' +
        `"requestId":"${requestId}","status":"success",` +
        '"metrics":{"durationMs":12.5,"producedBytes":4},"spans":[{"name":"responseLatency",' +
        '"start":"2026-02-03T04:05:06.789Z","durationMs":1}]}}',
    );
    const failed = runtimeDoneRecord({ ...done, ending: exited, producedBytes: null, spans: [] });
    expect(failed.level).toBe('WARN');
    expect(members(platformRecordLine(failed, epochMs))).toEqual({
      requestId,
      status: 'error',
      errorType: 'Runtime.ExitError',
      metrics: { durationMs: 12.5 },
    });
  });

  it('is reported', () => {
    const figures = { durationMs: 2.3701, billedDurationMs: 427, memorySizeMb: 1024 };
    const report = { requestId, ...figures, maxMemoryUsedMb: 95, trace: null };
    const cold = reportRecord({ ...report, initDurationMs: 423.98, ending: well });
    expect(cold.level).toBe('INFO');
    expect(platformRecordLine(cold, epochMs)).toBe(
      '{"time":"2026-02-03T04:05:06.789Z","type":"platform.report","record":{' +
        `"requestId":"${requestId}","metrics":{"durationMs":2.37,"billedDurationMs":427,` +
        '"memorySizeMB":1024,"maxMemoryUsedMB":95,"initDurationMs":423.98},"status":"success"}}',
    );
    const warm = reportRecord({ ...report, initDurationMs: null, ending: lost });
    expect(warm).toMatchObject({
      level: 'WARN',
      record: { status: 'failure', errorType: 'Sandbox.Failure' },
    });
    expect(platformRecordLine(warm, epochMs)).not.toContain('initDurationMs');
  });
});

it('an extension is at INFO, one that failed at WARN', () => {
  const extension = { name: 'watcher', state: 'Ready', events: ['INVOKE'] };
  expect(extensionRecord(extension)).toMatchObject({ level: 'INFO', record: extension });
  const failed = extensionRecord({ ...extension, errorType: 'Extension.Crash' });
  expect(failed).toMatchObject({ level: 'WARN', record: { errorType: 'Extension.Crash' } });
});

it('what was dropped is said at WARN', () => {
  expect(logsDroppedRecord({ records: 2, bytes: 30, reason: 'slow' })).toEqual({
    type: 'platform.logsDropped',
    level: 'WARN',
    record: { droppedBytes: 30, droppedRecords: 2, reason: 'slow' },
  });
});
