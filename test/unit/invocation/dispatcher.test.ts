import { describe, expect, it } from 'vitest';
import { Pool } from '../../../src/environment/pool.ts';
import { createDispatcher } from '../../../src/invocation/dispatcher.ts';
import type { LogEntry } from '../../../src/invocation/invocation-result.ts';
import {
  placeholderCredentials,
  resolveFunctionConfiguration,
} from '../../../src/lambda/resolve-function-configuration.ts';
import { systemClock } from '../../../src/timeline/clock.ts';
import { answers, completes, hears, hearsEvent, says } from '../../support/guest-actions.ts';
import { guestFrame } from '../../support/guest-frames.ts';
import type { Action } from '../../support/scripted-guest.ts';
import { createTestEnvironment } from '../../support/test-environment.ts';

const configuration = resolveFunctionConfiguration({
  functionName: 'f',
  runtime: 'nodejs24.x',
  handler: 'index.handler',
  credentials: placeholderCredentials,
});
const initializes = [
  hears('initialize'),
  says(guestFrame('log', { text: 'from init' }), guestFrame('initCompleted')),
];
const freezes = [hears('freeze'), says(guestFrame('frozen'))];
const resets = [hears('reset'), says(guestFrame('resetDone', { memoryBytes: 90_000_000 }))];

/** A function of a directory of 1,000 bytes whose results say what they used. */
const reporting = (...script: readonly Action[]) =>
  createFunctionWith({ codeSizeBytes: 1_000 }, script);

const createFunction = (...script: readonly Action[]) => createFunctionWith(null, script);

function createFunctionWith(
  reportLimits: { readonly codeSizeBytes: number } | null,
  script: readonly Action[],
) {
  const listened: LogEntry[] = [];
  const pool = new Pool({
    async launch() {
      const { environment } = await createTestEnvironment('e1', ...script);
      const atMs = systemClock.monotonicMs();
      const launch = { beganAtMs: atMs, createdAtMs: atMs, startedAtMs: atMs, connectedAtMs: atMs };
      return { environment, launch };
    },
    concurrency: 1,
    standby: 0,
    idleTimeoutMs: 60_000,
    freezeDelayMs: 0,
    settleWaitMs: 250,
  });
  const dispatcher = createDispatcher({
    clock: systemClock,
    pool,
    configuration,
    logged: { configuration, runtimeVersion: null, imageProgram: null, inspectsLines: false },
    functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
    limitBandwidth: true,
    onLog: (entry) => listened.push(entry),
    reportLimits,
  });
  const invoke = (event: string) => dispatcher.dispatch(Buffer.from(event), {});
  return { invoke, listened };
}

const texts = (logs: readonly LogEntry[]) =>
  logs.map(({ text }) => text.replace(/[\d.]+ ms/g, 'N ms'));

describe('dispatch', () => {
  it('tells everything about a cold event, in the order of CloudWatch', async () => {
    const { invoke, listened } = createFunction(
      ...initializes,
      hearsEvent('{"a":"ü"}'),
      says(guestFrame('log', { text: 'from the handler' })),
      answers('{"ok":1}'),
      completes({ durationUs: 2_370, cpuUs: 1_250, throttledUs: 640, ranWhileFrozenUs: 900 }),
      ...freezes,
    );
    const { requestId, answered, settled } = invoke('{"a":"ü"}');
    expect(await answered).toMatchObject({ requestId, statusCode: 200, functionError: null });
    const result = await settled;
    expect(texts(result.logs)).toEqual([
      'from init',
      `START RequestId: ${requestId} Version: $LATEST`,
      'from the handler',
      `END RequestId: ${requestId}`,
      `REPORT RequestId: ${requestId}\tDuration: N ms\tBilled Duration: N ms\t` +
        'Memory Size: 128 MB\tMax Memory Used: 58 MB\tInit Duration: N ms\t',
    ]);
    expect(listened).toEqual(result.logs);
    expect(result).toMatchObject({ startKind: 'cold', startReason: 'first', payload: { ok: 1 } });
    expect(result.report).toMatchObject({
      durationMs: 2.37,
      billedDurationMs: 33,
      initDurationMs: 30,
      status: 'success',
    });
    expect(result.processorTime).toEqual({
      usedMs: 1.25,
      throttledMs: 0.64,
      ranWhileFrozenMs: 0.9,
    });
    const sum = result.timeline.phases.reduce((total, { durationMs }) => total + durationMs, 0);
    expect(Math.abs(sum - result.timeline.totalMs)).toBeLessThan(0.001);
    expect(result.timeline.answeredMs).toBeLessThanOrEqual(result.timeline.totalMs);
  });

  it('gives the error that the runtime posted as a result', async () => {
    const { invoke } = createFunction(
      ...initializes,
      hearsEvent('1'),
      answers('{"errorType":"Error"}', { answer: 'error', errorType: 'Runtime.Unknown' }),
      completes(),
      ...freezes,
    );
    const result = await invoke('1').settled;
    expect(result).toMatchObject({ functionError: 'Unhandled', payload: { errorType: 'Error' } });
    expect(result.logs.at(-1)?.text).not.toContain('Status');
  });

  it('answers for a runtime that exits, and says so in REPORT', async () => {
    const { invoke } = createFunction(
      ...initializes,
      hearsEvent('{}'),
      says(guestFrame('processExited')),
      ...resets,
    );
    const { requestId, settled } = invoke('');
    const result = await settled;
    expect(result.processorTime).toBeNull();
    expect(result.payload).toEqual({
      errorType: 'Runtime.ExitError',
      errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: exit status 1`,
    });
    expect(result.logs.at(-1)?.text).toContain(
      'Max Memory Used: 86 MB\tInit Duration: 30.00 ms\t' +
        'Status: error\tError Type: Runtime.ExitError',
    );
  });

  it('answers for a response that was too large, and the environment stays', async () => {
    const { invoke } = createFunction(
      ...initializes,
      hearsEvent('{}'),
      (guest) => {
        const { requestId } = guest.last('invoke');
        guest.say(
          guestFrame('responseHead', { requestId }),
          guestFrame('responseEnd', { outcome: 'tooLarge' }),
        );
      },
      completes(),
      ...freezes,
      hearsEvent('{}'),
      answers('2'),
      completes(),
      ...freezes,
    );
    const { payload, functionError } = await invoke('{}').settled;
    expect(functionError).toBe('Unhandled');
    expect(payload).toMatchObject({ errorType: 'Function.ResponseSizeTooLarge' });
    expect(await invoke('{}').settled).toMatchObject({ startKind: 'warm', payload: 2 });
  });

  it('refuses an event that is no JSON or too large, before an environment is made', async () => {
    const { invoke } = createFunction();
    await expect(invoke('{"a":').settled).rejects.toMatchObject({ code: 'InvalidEvent' });
    const large = `"${'x'.repeat(6_291_455)}"`;
    await expect(invoke(large).answered).rejects.toMatchObject({
      code: 'EventTooLarge',
      message: 'the event has 6291457 bytes, at most 6291456 are allowed',
    });
  });
});

describe('a function that reports limits', () => {
  it('asks what is there when the event is complete, before the freeze', async () => {
    const { invoke } = reporting(
      ...initializes,
      hearsEvent('{}'),
      answers('{"ok":1}'),
      completes(),
      hears('statsRequest'),
      says(guestFrame('stats')),
      ...freezes,
    );
    const { limits } = await invoke('{}').settled;
    const used = Object.fromEntries((limits ?? []).map((use) => [use.name, use.used]));
    expect(used).toMatchObject({ tmp: 8_192, descriptors: 30, threads: 12, event: 2, response: 8 });
    expect(used).toMatchObject({ code: 1_000 });
  });

  it('asks nobody where it does not', async () => {
    const script = [hearsEvent('{}'), answers('1'), completes(), ...freezes];
    const { invoke } = createFunction(...initializes, ...script);
    expect(await invoke('{}').settled).not.toHaveProperty('limits');
  });
});
