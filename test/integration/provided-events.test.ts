import { beforeAll, describe, expect, it } from 'vitest';
import { platformError } from '../support/platform-error.ts';
import { provided } from '../support/provided-function.ts';
import { type TestFunction, useSandbox } from '../support/test-sandbox.ts';

const tests = useSandbox();
const options = { memorySizeMb: 256, functionName: 'events-test' };
let tested: TestFunction;

beforeAll(async () => {
  tested = await tests.create('life', provided('life', options));
});

const told = async (asked = tested) => {
  const { startKind, startReason, payload } = await asked.invoke();
  return { startKind, startReason, count: (payload as { readonly count: number }).count };
};

describe('a runtime that ends between its answer and its next', () => {
  it.each([
    ['answerThenExit', 6, 60, 'error', 'Runtime.ExitError', 'afterFailure'],
    ['answerThenKill', 'ABRT', 60, 'error', 'Runtime.ExitError', 'afterFailure'],
    ['answerThenHang', 0, 4, 'timeout', 'Sandbox.Timedout', 'afterTimeout'],
  ])(
    'by %s %s keeps the answer, and resets',
    async (action, value, timeoutSeconds, ...expected) => {
      const [status, errorType, startReason] = expected;
      const code = provided('life', { ...options, timeoutSeconds });
      await using ending = await tests.create('life', code);
      const result = await ending.invoke({ action, value });
      expect(result).toMatchObject({ payload: 'answered', functionError: null });
      expect(result.report).toMatchObject({ status, errorType });
      expect(result.logs.at(-1)?.text).toContain(`\tStatus: ${status}`);
      expect(result.timeline.answeredMs).toBeLessThan(result.timeline.totalMs);
      expect(await told(ending)).toEqual({ startKind: 'reset', startReason, count: 1 });
    },
  );
});

describe('a runtime that ends without an answer', () => {
  it.each([
    ['exit', 0, 'Runtime.ExitError', 'Runtime exited without providing a reason'],
    ['exit', 12, 'Runtime.ExitError', 'Runtime exited with error: exit status 12'],
    ['kill', 'ABRT', 'Runtime.ExitError', 'Runtime exited with error: signal: aborted'],
    ['kill', 'BUS', 'Runtime.ExitError', 'Runtime exited with error: signal: bus error'],
    ['memory', 600, 'Runtime.OutOfMemory', 'Runtime exited with error: signal: killed'],
  ])('by %s %s', async (action, value, errorType, text) => {
    const result = await tested.invoke({ action, value });
    expect(result.payload).toEqual(platformError(result, errorType, text));
    expect(result.logs.at(-1)?.text).toContain(`\tStatus: error\tError Type: ${errorType}`);
    const startReason = action === 'memory' ? 'afterOutOfMemory' : 'afterFailure';
    expect(await told()).toEqual({ startKind: 'reset', startReason, count: 1 });
  });
});

it('an error that the runtime posts is the answer as it is; the environment stays', async () => {
  const result = await tested.invoke({ action: 'error', value: 'OrderError' });
  expect(Buffer.from(result.payloadBytes).toString()).toBe(
    '{"errorMessage":"no","errorType":"OrderError"}',
  );
  expect(result.functionError).toBe('Unhandled');
  expect(result.report).toMatchObject({ status: 'error', errorType: 'Function.OrderError' });
  expect(result.logs.at(-1)?.text).not.toContain('Status');
  expect((await told()).startKind).toBe('warm');
});

describe('the headers of an event', () => {
  const common = (requestId: string) => ({
    'lambda-runtime-aws-request-id': requestId,
    'lambda-runtime-deadline-ms': expect.stringMatching(/^\d{13}$/),
    'lambda-runtime-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=/),
  });

  it('say what the caller said', async () => {
    const traceId = 'Root=1-67891233-abcdef012345678912345678;Parent=53995c3f42cd8ad8;Sampled=1';
    const invokedFunctionArn = `${tested.lambda.functionArn}:live`;
    const clientContext = JSON.stringify({ custom: { a: '"b"\\' } });
    const cognitoIdentity = { identityId: 'eu-west-1:me', identityPoolId: 'eu-west-1:pool' };
    const beforeMs = Date.now();
    const { payload, requestId } = await tested.invoke(
      { action: 'headers' },
      { traceId, invokedFunctionArn, clientContext, cognitoIdentity },
    );
    expect(payload).toMatchObject({
      ...common(requestId),
      'lambda-runtime-trace-id': traceId,
      'lambda-runtime-invoked-function-arn': invokedFunctionArn,
      'lambda-runtime-client-context': clientContext,
    });
    const headers = payload as Readonly<Record<string, string>>;
    expect(JSON.parse(headers['lambda-runtime-cognito-identity'] ?? '')).toEqual({
      cognitoIdentityId: 'eu-west-1:me',
      cognitoIdentityPoolId: 'eu-west-1:pool',
    });
    const deadlineMs = Number(headers['lambda-runtime-deadline-ms']);
    expect(deadlineMs).toBeGreaterThan(beforeMs);
    expect(deadlineMs).toBeLessThanOrEqual(Date.now() + 60_000);
  });

  it('have no client, no identity and the plain ARN where the caller said nothing', async () => {
    const { payload, requestId } = await tested.invoke({ action: 'headers' });
    expect(payload).toMatchObject({
      ...common(requestId),
      'lambda-runtime-invoked-function-arn': tested.lambda.functionArn,
    });
    const names = Object.keys(payload as object);
    expect(names.filter((name) => /client-context|cognito/.test(name))).toEqual([]);
    expect(tested.lambda.functionArn).toMatch(/:function:events-test$/);
  });
});
