import { describe, expect, it } from 'vitest';
import type { FunctionOptions } from '../../src/function-options.ts';
import { platformError } from '../support/platform-error.ts';
import { provided } from '../support/provided-function.ts';
import { useSandbox } from '../support/test-sandbox.ts';

const tests = useSandbox();

const create = (INIT: string, tries: number | null, options: Partial<FunctionOptions> = {}) => {
  const variables = { INIT, ...(tries !== null && { INIT_TRIES: String(tries) }) };
  return tests.create('life', provided('life', { variables, timeoutSeconds: 10, ...options }));
};

const initReport = (phase: string, errorType: string) =>
  expect.stringMatching(
    `^INIT_REPORT Init Duration: .* ms\tPhase: ${phase}\tStatus: error\tError Type: ${errorType}$`,
  );

describe('an init that fails', () => {
  it('with a body: that of the second try answers, both tries are logged in order', async () => {
    await using tested = await create('error Broken', null);
    const result = await tested.invoke();
    expect(Buffer.from(result.payloadBytes).toString()).toBe(
      '{"errorMessage":"try 2","errorType":"Broken","stackTrace":[]}',
    );
    expect(result.functionError).toBe('Unhandled');
    expect(result.logs.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^INIT_START Runtime Version: provided:al2023\./),
      'init, try 1',
      initReport('init', 'Function.Broken'),
      'init, try 2',
      initReport('invoke', 'Function.Broken'),
      `START RequestId: ${result.requestId} Version: $LATEST`,
      `END RequestId: ${result.requestId}`,
      expect.stringMatching(/^REPORT .*\tStatus: error\tError Type: Function\.Broken$/),
    ]);
    expect(result.report.initDurationMs).toBeNull();
  });

  it.each([
    ['exit 0', 'Runtime.ExitError', 'Runtime exited without providing a reason'],
    ['exit 3', 'Runtime.ExitError', 'Runtime exited with error: exit status 3'],
    ['kill SEGV', 'Runtime.ExitError', 'Runtime exited with error: signal: segmentation fault'],
    ['kill KILL', 'Runtime.ExitError', 'Runtime exited with error: signal: killed'],
    ['memory 600', 'Runtime.OutOfMemory', 'Runtime exited with error: signal: killed'],
  ])('without one, by %s: answers as any exit', async (init, errorType, text) => {
    await using tested = await create(init, null, { memorySizeMb: 256 });
    const result = await tested.invoke();
    expect(result.payload).toEqual(platformError(result, errorType, text));
    expect(result.report).toMatchObject({ status: 'error', errorType });
    const notes = result.logs.filter(({ text: line }) => line.startsWith('INIT_REPORT'));
    expect(notes.map(({ text: line }) => line)).toEqual([
      initReport('init', errorType),
      initReport('invoke', errorType),
    ]);
    const next = await tested.invoke();
    expect(next.startKind).toBe('reset');
    expect(next.startReason).toBe(
      errorType === 'Runtime.OutOfMemory' ? 'afterOutOfMemory' : 'afterFailedInit',
    );
    expect(next.environmentId).toBe(result.environmentId);
  });

  it('ahead of events is silent until the first of them, and repeated inside it', async () => {
    await using tested = await create('exit 3', 1, { provisioned: 1 });
    const result = await tested.invoke();
    expect([result.startKind, result.startReason]).toEqual(['reset', 'afterFailedInit']);
    expect(result.payload).toEqual({ count: 1, tries: 2 });
    expect(result.logs.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^INIT_START Runtime Version: provided:al2023\./),
      'init, try 1',
      initReport('init', 'Runtime.ExitError'),
      'init, try 2',
      `START RequestId: ${result.requestId} Version: $LATEST`,
      'event 1: ',
      `END RequestId: ${result.requestId}`,
      expect.stringMatching(/^REPORT .* MB\t$/),
    ]);
    const { initDurationMs, durationMs } = result.report;
    const init = result.timeline.phases.filter(({ name }) => /^(runtimeBoot|init)$/.test(name));
    const insideMs = init.reduce((sum, phase) => sum + phase.durationMs, 0);
    expect(initDurationMs).toBeNull();
    expect(durationMs).toBeGreaterThan(insideMs / 2);
  });

  it('leaves less of the timeout to its event: both together have it', async () => {
    await using tested = await create('exit 3', 1, { timeoutSeconds: 3 });
    const result = await tested.invoke({ action: 'hang' });
    expect(result.payload).toEqual(
      platformError(result, 'Sandbox.Timedout', 'Task timed out after 3.00 seconds'),
    );
    expect(result.report).toMatchObject({ status: 'timeout', durationMs: 3_000 });
    const { marks } = result.timeline;
    const at = (wanted: string) => marks.find(({ name }) => name === wanted)?.atMs ?? Number.NaN;
    // The deadline counts from the moment at which the second init began.
    expect(at('deadlineExceeded') - at('eventSent')).toBeLessThan(3_000);
    expect(at('deadlineExceeded') - at('processesGone')).toBeGreaterThanOrEqual(2_999);
  });
});
