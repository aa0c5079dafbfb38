import { beforeAll, describe, expect, test } from 'vitest';
import { functionCode } from './harness/function-code.ts';
import {
  type Document,
  documentsOf,
  platformDocuments,
  recordsOf,
} from './harness/log-documents.ts';
import { extensionError, probeCode, probeExtensions } from './harness/probe.ts';
import type { DeployedFunction } from './harness/target.ts';
import { useTarget } from './harness/use-target.ts';

const target = useTarget();
const code = functionCode('node-logs');
const systemLogLevels = ['DEBUG', 'INFO', 'WARN'] as const;
type SystemLogLevel = (typeof systemLogLevels)[number];
type Documents = readonly Document[];
/** By level: what an event logs, and one that ends the runtime. */
const byLevel = new Map<string, { readonly well: Documents; readonly exited: Documents }>();
let debug: DeployedFunction;
let requestId: string;
let traced: Documents;

/** At WARN nothing says when an event is over: the next one may need an environment of its own. */
const node = (name: string, systemLogLevel: SystemLogLevel, handler = 'index.handler') =>
  target.deploy({
    ...{ name, runtime: 'nodejs24.x', code, handler, timeoutSeconds: 20 },
    ...(systemLogLevel === 'WARN' && { concurrency: 2 }),
    loggingConfig: { logFormat: 'JSON', systemLogLevel },
  });

beforeAll(async () => {
  await Promise.all(systemLogLevels.map(observe));
  const header = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
  const headers = { 'X-Amzn-Trace-Id': header };
  traced = documentsOf(await debug.logOf(await debug.invoke({ action: 'nothing' }, { headers })));
});

/** At WARN an event that goes well has no report, so the second does not wait for it. */
async function observe(level: SystemLogLevel): Promise<void> {
  const deployed = await node(`level-${level.toLowerCase()}`, level);
  const first = await deployed.invoke({ action: 'nothing' });
  if (level === 'DEBUG') [debug, requestId] = [deployed, first.requestId];
  if (level !== 'WARN') await deployed.logOf(first);
  const exit = await deployed.invoke({ action: 'exit', code: 3 }, { overlapping: true });
  await deployed.logOf(exit);
  const documents = documentsOf(deployed.log());
  const exited = documents.filter(({ record }) => record?.requestId === exit.requestId);
  byLevel.set(level, { well: documents.filter((each) => !exited.includes(each)), exited });
}

const levelled = (level: string, which: 'well' | 'exited') => byLevel.get(level)?.[which] ?? [];
const recordOf = (documents: Documents, type: string) => recordsOf(documents, type)[0]?.record;
/** At which of DEBUG, INFO and WARN the log has the record. */
const shownAt = (type: string, which: 'well' | 'exited') =>
  systemLogLevels.filter((level) => recordsOf(levelled(level, which), type).length > 0);

describe('the init phase', () => {
  test('2.4-2 5.5-3 begins with initStart', () => {
    const record = recordOf(levelled('DEBUG', 'well'), 'initStart');
    expect(record).toEqual({
      initializationType: 'on-demand',
      phase: 'init',
      runtimeVersion: expect.stringMatching(/^nodejs:24\./),
      runtimeVersionArn: expect.stringMatching(/^arn:aws:lambda:[a-z0-9-]+::runtime:[0-9a-f]{64}$/),
      functionName: 'level-debug',
      functionVersion: '$LATEST',
      instanceId: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/),
      instanceMaxMemory: 1769 * 1024 * 1024,
    });
    expect(shownAt('initStart', 'well')).toEqual(['DEBUG', 'INFO']);
  });

  test('2.4-3 5.5-4 the runtime is done', () => {
    expect(recordOf(levelled('DEBUG', 'well'), 'initRuntimeDone')).toEqual({
      initializationType: 'on-demand',
      phase: 'init',
      status: 'success',
    });
    expect(shownAt('initRuntimeDone', 'well')).toEqual(['DEBUG']);
  });

  test('2.4-4 5.5-5 ends with initReport', () => {
    const report = recordOf(levelled('DEBUG', 'well'), 'report');
    expect(recordOf(levelled('DEBUG', 'well'), 'initReport')).toEqual({
      initializationType: 'on-demand',
      phase: 'init',
      status: 'success',
      metrics: { durationMs: report?.metrics.initDurationMs },
    });
    expect(shownAt('initReport', 'well')).toEqual(['DEBUG']);
  });

  test('2.4-16 5.5-4 5.5-5 that fails is said at WARN, and again inside the event', async () => {
    const failing = await node('failing', 'WARN', 'fails.handler');
    const told = platformDocuments(await failing.logOf(await failing.invoke()));
    expect(told.map(({ type, record }) => [type, record?.phase, record?.status])).toEqual([
      ['platform.initRuntimeDone', 'init', 'error'],
      ['platform.initReport', 'init', 'error'],
      ['platform.initRuntimeDone', 'invoke', 'error'],
      ['platform.initReport', 'invoke', 'error'],
      ['platform.runtimeDone', undefined, 'error'],
      ['platform.report', undefined, 'error'],
    ]);
    expect(told[1]?.record).toMatchObject({ errorType: 'Runtime.Unknown' });
  });
});

describe('an event', () => {
  test('2.4-7 5.5-9 starts', () => {
    expect(recordOf(levelled('DEBUG', 'well'), 'start')).toEqual({
      requestId,
      version: '$LATEST',
      functionArn: debug.arn,
    });
    expect(shownAt('start', 'well')).toEqual(['DEBUG', 'INFO']);
  });

  test('2.4-8 5.5-10 is done by the runtime, in parts that follow each other', () => {
    const record = recordOf(levelled('DEBUG', 'well'), 'runtimeDone');
    const span = (name: string) => ({
      name,
      start: expect.stringMatching(/^\d{4}-.*Z$/),
      durationMs: expect.any(Number),
    });
    expect(record).toEqual({
      requestId,
      status: 'success',
      metrics: { durationMs: expect.any(Number), producedBytes: 4 },
      spans: [span('responseLatency'), span('responseDuration'), span('runtimeOverhead')],
    });
    const spans: readonly { readonly durationMs: number }[] = record?.spans ?? [];
    const sumMs = spans.reduce((sum, { durationMs }) => sum + durationMs, 0);
    expect(Math.abs(sumMs - record?.metrics.durationMs)).toBeLessThan(1);
    expect(shownAt('runtimeDone', 'well')).toEqual(['DEBUG']);
    expect(shownAt('runtimeDone', 'exited')).toEqual(['DEBUG', 'INFO', 'WARN']);
  });

  test('2.4-9 5.5-11 is reported', () => {
    expect(recordOf(levelled('DEBUG', 'well'), 'report')).toEqual({
      requestId,
      status: 'success',
      metrics: {
        durationMs: expect.any(Number),
        billedDurationMs: expect.any(Number),
        memorySizeMB: 1769,
        maxMemoryUsedMB: expect.any(Number),
        initDurationMs: expect.any(Number),
      },
    });
    expect(shownAt('report', 'well')).toEqual(['DEBUG', 'INFO']);
    expect(shownAt('report', 'exited')).toEqual(['DEBUG', 'INFO', 'WARN']);
  });

  test('2.4-15 tracing only where it is sampled; the words of a status', async () => {
    expect(recordOf(traced, 'start')).toMatchObject({
      tracing: {
        type: 'X-Amzn-Trace-Id',
        value: expect.stringMatching(/^Root=1-5759e988-bd862e3fe1be46a994272793;.*Sampled=1/),
      },
    });
    expect(recordOf(levelled('DEBUG', 'exited'), 'report')).toMatchObject({
      status: 'error',
      errorType: 'Runtime.ExitError',
    });
    const late = await target.deploy({
      ...{ name: 'late', runtime: 'nodejs24.x', code, timeoutSeconds: 2 },
      loggingConfig: { logFormat: 'JSON' },
    });
    const answer = await late.invoke({ action: 'wait', ms: 60_000 });
    const record = recordOf(documentsOf(await late.logOf(answer)), 'report');
    expect(record).toMatchObject({ status: 'timeout', metrics: { durationMs: 2_000 } });
    expect(record).not.toHaveProperty('errorType');
  });

  test('2.4-15 the end of an init that ran out of time has a type of its own', async () => {
    const hanging = await target.deploy({
      ...{ name: 'hanging', runtime: 'nodejs24.x', code, timeoutSeconds: 1 },
      handler: 'hangs.handler',
      loggingConfig: { logFormat: 'JSON', systemLogLevel: 'DEBUG' },
    });
    const documents = documentsOf(await hanging.logOf(await hanging.invoke()));
    const ends = recordsOf(documents, 'initRuntimeDone').map(({ record }) => record);
    expect(ends).toMatchObject([
      { phase: 'init', status: 'timeout', errorType: 'Runtime.Unknown' },
      { phase: 'invoke', status: 'timeout', errorType: 'Runtime.Unknown' },
    ]);
  });

  test('2.4-16 the order of records', () => {
    expect(levelled('DEBUG', 'well').map(({ type }) => type)).toEqual([
      'platform.initStart',
      'platform.initRuntimeDone',
      'platform.initReport',
      'platform.start',
      'platform.runtimeDone',
      'platform.report',
    ]);
  });
});

test('2.4-5 5.5-12 an extension is said at INFO', async () => {
  const layer = await probeExtensions({ watcher: { register: { events: ['INVOKE'] } } });
  const shown = await Promise.all(
    (['INFO', 'WARN'] as const).map(async (systemLogLevel) => {
      const deployed = await target.deploy({
        ...{ name: `extended-${systemLogLevel.toLowerCase()}`, runtime: 'provided.al2023', layer },
        code: await probeCode(),
        loggingConfig: { logFormat: 'JSON', systemLogLevel },
      });
      const answer = await deployed.invoke({ steps: [{ exit: 1 }] });
      return recordOf(platformDocuments(await deployed.logOf(answer)), 'extension');
    }),
  );
  expect(shown).toEqual([{ name: 'watcher', state: 'Ready', events: ['INVOKE'] }, undefined]);
});

test('2.4-5 5.5-12 an extension that fails is said at WARN', async () => {
  const deployed = await target.deploy({
    ...{ name: 'failing-extension', runtime: 'provided.al2023', code: await probeCode() },
    layer: await probeExtensions({
      failing: {
        register: { events: ['INVOKE'] },
        registered: [extensionError('init', 'Extension.NoConfiguration'), { exit: 1 }],
      },
    }),
    loggingConfig: { logFormat: 'JSON', systemLogLevel: 'WARN' },
  });
  const answer = await deployed.invoke({ steps: [] });
  expect(recordOf(platformDocuments(await deployed.logOf(answer)), 'extension')).toEqual({
    name: 'failing',
    state: expect.not.stringMatching(/^Ready$/),
    events: ['INVOKE'],
    errorType: 'Extension.NoConfiguration',
  });
});

test('2.4-13 5.5-14 what could not be read is said at WARN', async () => {
  const deployed = await node('garbage', 'WARN');
  await deployed.invoke({ action: 'garbage' });
  const line = await deployed.logged(/platform\.logsDropped/);
  expect(JSON.parse(line)).toMatchObject({
    type: 'platform.logsDropped',
    record: { droppedRecords: 0, droppedBytes: 7, reason: expect.stringMatching(/./) },
  });
});
