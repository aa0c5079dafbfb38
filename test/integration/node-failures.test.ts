import { beforeAll, describe, expect, it } from 'vitest';
import type { InvocationResult } from '../../src/invocation/invocation-result.ts';
import { consoleLine, functionLines } from '../support/function-lines.ts';
import { platformError } from '../support/platform-error.ts';
import { type TestFunction, useSandbox } from '../support/test-sandbox.ts';

const sandbox = useSandbox();
let tested: TestFunction;

beforeAll(async () => {
  tested = await sandbox.create('failures', { timeoutSeconds: 10 });
});

describe('a handler that throws', () => {
  it.each([
    ['throw', 'OrderError', 'no such order'],
    ['reject', 'TypeError', 'rejected'],
  ])('an Error: %s', async (action, errorType, errorMessage) => {
    const result = await tested.invoke({ action });
    expect(result).toMatchObject({ statusCode: 200, functionError: 'Unhandled' });
    expect(result.payload).toEqual({
      errorType,
      errorMessage,
      trace: expect.arrayContaining([
        `${errorType}: ${errorMessage}`,
        expect.stringMatching(/^ {4}at .*\/var\/task\/index\.js:\d+:\d+/),
      ]),
    });
    expect(keys(result)).toEqual(['errorType', 'errorMessage', 'trace']);
    expect(result.report).toMatchObject({ status: 'error', errorType: 'Runtime.Unknown' });
    expect(reportLine(result)).not.toContain('Status');
  });

  it('is logged with its stack and its own properties, in one piece', async () => {
    const lines = functionLines(await tested.invoke({ action: 'throw' }));
    expect(lines).toHaveLength(1);
    const { level, message } = consoleLine(lines[0] ?? '');
    expect(level).toBe('ERROR');
    expect(message.startsWith('Invoke Error \t{')).toBe(true);
    expect(JSON.parse(message.slice(message.indexOf('{')))).toEqual({
      errorType: 'OrderError',
      errorMessage: 'no such order',
      name: 'OrderError',
      orderId: 7,
      stack: expect.arrayContaining(['OrderError: no such order']),
    });
  });

  it.each([
    ['throwText', 'string', 'only a text'],
    ['throwObject', 'object', '[object Object]'],
    ['throwUndefined', 'undefined', 'undefined'],
  ])('what is no Error: %s', async (action, errorType, errorMessage) => {
    const { payload } = await tested.invoke({ action });
    expect(payload).toEqual({ errorType, errorMessage, trace: [] });
  });

  it('answers with what JSON cannot say', async () => {
    const { payload } = await tested.invoke({ action: 'circular' });
    expect(payload).toMatchObject({
      errorType: 'Runtime.JSONStringifyError',
      errorMessage: 'Unable to stringify response body',
    });
  });

  it('leaves the environment warm', async () => {
    const before = await tested.invoke({ action: 'fine' });
    await tested.invoke({ action: 'throw' });
    const after = await tested.invoke({ action: 'fine' });
    expect(after.startKind).toBe('warm');
    expect(after.payload).toEqual(before.payload);
  });
});

describe('a process that ends', () => {
  it.each([
    [{ action: 'exit', code: 0 }, 'Runtime exited without providing a reason'],
    [{ action: 'exit', code: 7 }, 'Runtime exited with error: exit status 7'],
    [{ action: 'neverSettles' }, 'Runtime exited without providing a reason'],
    [{ action: 'kill', signal: 'SIGKILL' }, 'Runtime exited with error: signal: killed'],
    [{ action: 'kill', signal: 'SIGTERM' }, 'Runtime exited with error: signal: terminated'],
    [
      { action: 'kill', signal: 'SIGSEGV' },
      'Runtime exited with error: signal: segmentation fault',
    ],
    [{ action: 'unhandledRejection' }, 'Runtime exited with error: exit status 1'],
    [{ action: 'uncaughtException' }, 'Runtime exited with error: exit status 1'],
  ])('by %j answers %s', async (event, text) => {
    const result = await tested.invoke(event);
    expect(result.functionError).toBe('Unhandled');
    expect(result.payload).toEqual(platformError(result, 'Runtime.ExitError', text));
    expect(keys(result)).toEqual(['errorType', 'errorMessage']);
    expect(reportLine(result)).toMatch(/Status: error\tError Type: Runtime\.ExitError$/);
    const after = await tested.invoke({ action: 'fine' });
    expect(after).toMatchObject({ startKind: 'reset', startReason: 'afterFailure' });
    expect(after.functionError).toBeNull();
    expect(after.environmentId).toBe(result.environmentId);
    expect(reportLine(after)).not.toContain('Init Duration');
  });

  it.each([
    ['unhandledRejection', 'Error: nobody waits for this'],
    ['uncaughtException', 'Error: thrown from a timer'],
  ])('of an %s says in the log what it was', async (action, text) => {
    const lines = functionLines(await tested.invoke({ action }));
    expect(lines).toContain(text);
    expect(lines.some((line) => line.includes('/var/task/index.js:'))).toBe(true);
  });
});

describe('a handler that never answers', () => {
  it.each(['hang', 'spin'])('is ended by the timeout: %s', async (action) => {
    // The reset after it repeats init inside the event: 3 s hold it on a busy machine, too.
    await using impatient = await sandbox.create('failures', { timeoutSeconds: 3 });
    const before = await impatient.invoke({ action: 'fine' });
    const result = await impatient.invoke({ action });
    expect(result).toMatchObject({ statusCode: 200, functionError: 'Unhandled' });
    expect(result.payload).toEqual(
      platformError(result, 'Sandbox.Timedout', 'Task timed out after 3.00 seconds'),
    );
    expect(keys(result)).toEqual(['errorType', 'errorMessage']);
    expect(reportLine(result)).toMatch(/\tDuration: 3000\.00 ms\tBilled Duration: 3000 ms\t/);
    expect(reportLine(result)).toMatch(/\tStatus: timeout$/);
    // A timer may be early by one.
    expect(result.timeline.answeredMs).toBeGreaterThanOrEqual(2_999);
    const after = await impatient.invoke({ action: 'fine' });
    expect(after).toMatchObject({ startKind: 'reset', startReason: 'afterTimeout' });
    expect(after.environmentId).toBe(before.environmentId);
    expect(after.functionError).toBeNull();
  });
});

function keys({ payload }: InvocationResult): readonly string[] {
  return Object.keys(payload as object);
}

function reportLine({ logs }: InvocationResult): string {
  return logs.at(-1)?.text ?? '';
}
