import { expect, it } from 'vitest';
import type { FunctionOptions } from '../../src/function-options.ts';
import {
  expectedVariables,
  functionOfExpectedVariables,
  readExpectedVariables,
} from '../support/expected-variables.ts';
import { consoleLine, functionLines } from '../support/function-lines.ts';
import { platformError } from '../support/platform-error.ts';
import { useSandbox } from '../support/test-sandbox.ts';
import { describeRuntimes, runtimesMadeHere } from '../support/tested-runtimes.ts';

/**
 * What Node.js 20 and 22 do, and where their runtime client (aws-lambda-ric 3.x) differs from that
 * of 24, which the other suites hold. They run where `scripts/test --all` has made the images.
 */
const older = runtimesMadeHere('nodejs').filter(({ version }) => Number(version) < 24);
const sandbox = useSandbox();

describeRuntimes('runs handlers', older, ({ identifier, version }) => {
  const create = (scenario: string, options: Partial<FunctionOptions> = {}) =>
    sandbox.create(scenario, { runtime: identifier, timeoutSeconds: 30, ...options });

  it.each(['async', 'promise', 'sync'])('in the style %s', async (style) => {
    await using tested = await create('handlers', { handler: `index.${style}` });
    const event = { text: 'ünï 🚀', list: [1, 2.5, null, true], nothing: {} };
    const { payload, functionError } = await tested.invoke(event);
    // The older clients wait for a callback where a handler that is not async returns a value.
    expect(payload).toEqual(style === 'sync' ? null : { style, event });
    expect(functionError).toBeNull();
  });

  it('with a callback, which the client of Node.js 24 refuses', async () => {
    await using tested = await create('handlers', { handler: 'index.callback' });
    const { payload, functionError } = await tested.invoke({ a: 1 });
    expect({ payload, functionError }).toEqual({ payload: { a: 1 }, functionError: null });
  });

  it('once initialized, with their state and /tmp', async () => {
    await using tested = await create('state');
    const first = await tested.invoke();
    const second = await tested.invoke();
    expect([first.startKind, second.startKind]).toEqual(['cold', 'warm']);
    expect(first.payload).toMatchObject({ count: 1, visits: 1 });
    expect(second.payload).toMatchObject({ count: 2, visits: 2 });
    expect(functionLines(first)).toEqual([expect.stringMatching(/\tINFO\tmodule code runs$/)]);
  });

  it('with the variables of the committed file, and its version in them', async () => {
    await using tested = await create('environment', functionOfExpectedVariables);
    const { aws, differences } = await readExpectedVariables('nodejs');
    const text = JSON.stringify(aws).replaceAll('nodejs24', `nodejs${version}`);
    const own = JSON.parse(text.replaceAll('/node24/', `/node${version}/`));
    expect((await tested.invoke()).payload).toEqual(expectedVariables({ aws: own, differences }));
  });

  it('with the SDK for require and for import', async () => {
    await using required = await create('sdk');
    expect((await required.invoke()).payload).toMatchObject({
      '@aws-sdk/client-s3': expect.arrayContaining(['S3Client']),
    });
    await using imported = await create('sdk', { handler: 'module.handler' });
    expect((await imported.invoke()).payload).toMatchObject({ sqs: 'function' });
  });

  it('through a wrapper, and with NODE_OPTIONS', async () => {
    const variables = {
      AWS_LAMBDA_EXEC_WRAPPER: '/var/task/wrapper',
      NODE_OPTIONS: '--no-warnings',
    };
    await using tested = await create('environment', { variables });
    const { payload } = await tested.invoke();
    expect(payload).toMatchObject({ WRAPPED: '/var/lang/bin/node', NODE_OPTIONS: '--no-warnings' });
  });
});

describeRuntimes('answers failures in the words of its client', older, ({ identifier }) => {
  const failures = () => sandbox.create('failures', { runtime: identifier, timeoutSeconds: 30 });

  it.each([
    ['index', 'Runtime.MalformedHandlerName', 'Bad handler'],
    ['index.other', 'Runtime.HandlerNotFound', 'index.other is undefined or not exported'],
    [
      'missing.handler',
      'Runtime.ImportModuleError',
      "Error: Cannot find module 'no-such-package'\nRequire stack:\n- /var/task/missing.js\n" +
        '- /var/runtime/index.mjs',
    ],
    ['syntax.handler', 'Runtime.UserCodeSyntaxError', "SyntaxError: Unexpected token ';'"],
    ['throws.handler', 'RangeError', 'module code fails'],
  ])('loading %s', async (handler, errorType, errorMessage) => {
    await using tested = await sandbox.create('load-errors', { handler, runtime: identifier });
    const result = await tested.invoke();
    expect(result.functionError).toBe('Unhandled');
    expect(result.payload).toEqual({ errorType, errorMessage, trace: expect.any(Array) });
    const said = functionLines(result).find((line) => line.includes('Uncaught Exception'));
    expect(consoleLine(said ?? '').level).toBe('ERROR');
  });

  it('where an event throws or rejects; the process stays', async () => {
    await using tested = await failures();
    const thrown = await tested.invoke({ action: 'throw' });
    expect(thrown.payload).toMatchObject({
      errorType: 'OrderError',
      errorMessage: 'no such order',
      trace: expect.arrayContaining(['OrderError: no such order']),
    });
    const said = functionLines(thrown).find((line) => line.includes('Invoke Error'));
    expect(said).toContain('"orderId":7');
    const rejected = await tested.invoke({ action: 'reject' });
    expect(rejected.payload).toMatchObject({ errorType: 'TypeError', errorMessage: 'rejected' });
    expect(rejected.startKind).toBe('warm');
  });

  it('where nobody catches, which the client of Node.js 24 leaves to Node.js', async () => {
    await using tested = await failures();
    const rejected = await tested.invoke({ action: 'unhandledRejection' });
    expect(rejected.payload).toMatchObject({
      errorType: 'Runtime.UnhandledPromiseRejection',
      errorMessage: 'Error: nobody waits for this',
    });
    const log = functionLines(rejected).join('\n');
    expect(log).toContain('\tERROR\tUnhandled Promise Rejection \t{"errorType":');
    const thrown = await tested.invoke({ action: 'uncaughtException' });
    expect(thrown.startKind).toBe('reset');
    expect(thrown.payload).toMatchObject({ errorMessage: 'thrown from a timer' });
    expect(functionLines(thrown).join('\n')).toContain('\tERROR\tUncaught Exception \t{');
  });

  it('where the process ends, or time does', async () => {
    await using tested = await sandbox.create('failures', {
      runtime: identifier,
      timeoutSeconds: 5,
    });
    const exited = await tested.invoke({ action: 'exit', code: 3 });
    expect(exited.payload).toEqual(
      platformError(exited, 'Runtime.ExitError', 'Runtime exited with error: exit status 3'),
    );
    const late = await tested.invoke({ action: 'hang' });
    expect(late.payload).toEqual(
      platformError(late, 'Sandbox.Timedout', 'Task timed out after 5.00 seconds'),
    );
    expect((await tested.invoke({ action: 'fine' })).functionError).toBeNull();
  });
});
