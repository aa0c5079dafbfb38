import { beforeAll, describe, expect, it } from 'vitest';
import type { InvocationResult } from '../../src/invocation/invocation-result.ts';
import { testEnds } from '../contract/runtime/ends.ts';
import { functionMaker } from '../contract/runtime/function-maker.ts';
import { consoleLine, functionLines } from '../support/function-lines.ts';
import { platformError } from '../support/platform-error.ts';
import { type TestFunction, useSandbox } from '../support/test-sandbox.ts';
import { describeRuntimes, runtimesMadeHere } from '../support/tested-runtimes.ts';

const sandbox = useSandbox();
const stays = runtimesMadeHere('nodejs').filter(({ version }) => Number(version) >= 24);
const catches = runtimesMadeHere('nodejs').filter(({ version }) => Number(version) < 24);

describeRuntimes('ends', runtimesMadeHere('nodejs'), (runtime) => {
  testEnds(functionMaker(sandbox, runtime));
});

describeRuntimes('answers what a handler throws', runtimesMadeHere('nodejs'), (runtime) => {
  const older = Number(runtime.version) < 24;
  let tested: TestFunction;
  beforeAll(async () => {
    tested = await functionMaker(sandbox, runtime)('failures');
  });

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
    expect(Object.keys(result.payload as object)).toEqual(['errorType', 'errorMessage', 'trace']);
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
  ])('what is no Error: %s', async (action, errorType, errorMessage) => {
    const { payload } = await tested.invoke({ action });
    expect(payload).toEqual({ errorType, errorMessage, trace: [] });
  });

  it('undefined, which the older client has a word of its own for', async () => {
    const { payload } = await tested.invoke({ action: 'throwUndefined' });
    const type = older ? 'string' : 'undefined';
    const errorMessage = older ? 'handled' : 'undefined';
    expect(payload).toEqual({ errorType: type, errorMessage, trace: [] });
  });

  it('what JSON cannot say', async () => {
    const { payload } = await tested.invoke({ action: 'circular' });
    expect(payload).toMatchObject({
      errorType: older ? 'Error' : 'Runtime.JSONStringifyError',
      errorMessage: 'Unable to stringify response body',
    });
  });

  it('and the environment stays warm', async () => {
    const before = await tested.invoke({ action: 'fine' });
    await tested.invoke({ action: 'throw' });
    const after = await tested.invoke({ action: 'fine' });
    expect(after.startKind).toBe('warm');
    expect(after.payload).toEqual(before.payload);
  });
});

describeRuntimes('leaves to Node.js what nobody catches', stays, (runtime) => {
  it.each([
    ['neverSettles', 'Runtime exited without providing a reason', null],
    ['unhandledRejection', 'Runtime exited with error: exit status 1', 'nobody waits for this'],
    ['uncaughtException', 'Runtime exited with error: exit status 1', 'thrown from a timer'],
  ])('%s: %s', async (action, text, said) => {
    await using tested = await functionMaker(sandbox, runtime)('failures');
    const result = await tested.invoke({ action });
    expect(result.payload).toEqual(platformError(result, 'Runtime.ExitError', text));
    const lines = functionLines(result);
    if (said === null) return expect(lines).toEqual([]);
    expect(lines).toContain(`Error: ${said}`);
    expect(lines.some((line) => line.includes('/var/task/index.js:'))).toBe(true);
  });
});

describeRuntimes('catches what nobody else does, and answers', catches, (runtime) => {
  const make = functionMaker(sandbox, runtime);

  describe.each([
    ['unhandledRejection', 'Runtime.UnhandledPromiseRejection', 'Error: nobody waits for this'],
    ['uncaughtException', 'Error', 'thrown from a timer'],
  ])('%s', (action, errorType, errorMessage) => {
    it(`as ${errorType}`, async () => {
      await using tested = await make('failures');
      const result = await tested.invoke({ action });
      expect(result.payload).toMatchObject({ errorType, errorMessage });
      const title = { unhandledRejection: 'Unhandled Promise Rejection' }[action];
      const log = functionLines(result).join('\n');
      expect(log).toContain(`\tERROR\t${title ?? 'Uncaught Exception'} \t{"errorType":`);
      expect((await tested.invoke({ action: 'fine' })).startKind).toBe('reset');
    });
  });

  it('null for a handler after which nothing can happen any more', async () => {
    await using tested = await make('failures');
    const result = await tested.invoke({ action: 'neverSettles' });
    expect(result).toMatchObject({ payload: null, functionError: null });
    expect((await tested.invoke({ action: 'fine' })).startKind).toBe('warm');
  });
});

function reportLine({ logs }: InvocationResult): string {
  return logs.at(-1)?.text ?? '';
}
