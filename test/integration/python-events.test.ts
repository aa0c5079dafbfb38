import { beforeAll, expect, it } from 'vitest';
import { platformError } from '../support/platform-error.ts';
import { pythonFunction } from '../support/python-function.ts';
import { type TestFunction, useSandbox } from '../support/test-sandbox.ts';
import { describeRuntimes, runtimesMadeHere } from '../support/tested-runtimes.ts';

const sandbox = useSandbox();

describeRuntimes('takes events', runtimesMadeHere('python'), (runtime) => {
  let echo: TestFunction;
  beforeAll(async () => {
    echo = await sandbox.create('echo', pythonFunction('echo', runtime));
  });

  it.each([
    ['null', null],
    ['true', true],
    ['a number', -12.5e-3],
    ['a text', 'text'],
    ['an empty text', ''],
    ['a list', [1, [2, [3]]]],
    ['an empty object', {}],
    ['a deep object', { a: { b: { c: [{ d: null }] } } }],
    ['unicode', { 'schlüssel ☃': 'wert 𝄞 \u0000 \u2028 "quoted" \\' }],
  ])('that are %s, and answers with them', async (_, event) => {
    const { payload, functionError } = await echo.invoke(event);
    expect(functionError).toBeNull();
    expect(payload).toEqual(event);
  });

  it('and writes answers as Python does: whole numbers, blanks, unescaped', async () => {
    const { payloadBytes } = await echo.send('{"a":1.0,"ü":"\\u00fc","big":12345678901234567890}');
    expect(Buffer.from(payloadBytes).toString()).toBe(
      '{"a": 1.0, "ü": "ü", "big": 12345678901234567890}',
    );
  });

  it('of 6 MB, and answers of as many, and not one byte more', async () => {
    await using sizes = await sandbox.create('sizes', pythonFunction('sizes', runtime));
    const event = 'e'.repeat(6_291_454);
    expect((await sizes.invoke(event)).payload).toBe(6_291_456);
    const largest = await sizes.invoke(6_291_556);
    expect(largest.payloadBytes.byteLength).toBe(6_291_556);
    // Python's client ends when its answer is refused, after the caller has been told why.
    const { payload, report } = await sizes.invoke(6_291_557);
    expect(payload).toMatchObject({ errorType: 'Function.ResponseSizeTooLarge' });
    expect(report.errorType).toBe('Runtime.ExitError');
    expect(await sizes.invoke('e')).toMatchObject({ payload: 3, startKind: 'reset' });
  });

  it('with module code once, state and /tmp kept, from warm to warm', async () => {
    await using tested = await sandbox.create('state', pythonFunction('state', runtime));
    const cold = await tested.invoke();
    const warm = await tested.invoke();
    expect([cold.startKind, warm.startKind]).toEqual(['cold', 'warm']);
    expect(cold.payload).toEqual({ count: 1, visits: 1, loadedAt: expect.any(Number) });
    const { loadedAt } = cold.payload as { readonly loadedAt: number };
    expect(warm.payload).toEqual({ count: 2, visits: 2, loadedAt });
    const texts = [...cold.logs, ...warm.logs].map(({ text }) => text);
    expect(texts.filter((text) => text === 'module code runs')).toHaveLength(1);
  });

  it('with a context of every field', async () => {
    await using tested = await sandbox.create('context', {
      ...pythonFunction('context', runtime),
      functionName: 'context-test',
      region: 'eu-west-1',
      memorySizeMb: 256,
    });
    const traceId = 'Root=1-67891233-abcdef012345678912345678;Parent=53995c3f42cd8ad8;Sampled=1';
    const clientContext = { client: { app_title: 'über' }, custom: { a: 'b' }, env: { c: 'd' } };
    const result = await tested.invoke(
      { action: 'fields' },
      {
        traceId,
        clientContext: JSON.stringify(clientContext),
        cognitoIdentity: { identityId: 'eu-west-1:identity', identityPoolId: 'eu-west-1:pool' },
      },
    );
    const values = {
      aws_request_id: result.requestId,
      function_name: 'context-test',
      function_version: '$LATEST',
      invoked_function_arn: tested.lambda.functionArn,
      log_group_name: '/aws/lambda/context-test',
      log_stream_name: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/),
      // A string, as Python's client has it (C-30).
      memory_limit_in_mb: '256',
      identity: {
        cognito_identity_id: 'eu-west-1:identity',
        cognito_identity_pool_id: 'eu-west-1:pool',
      },
      client_context: {
        custom: { a: 'b' },
        env: { c: 'd' },
        client: {
          installation_id: null,
          app_title: 'über',
          app_version_name: null,
          app_version_code: null,
          app_package_name: null,
        },
      },
    };
    expect(result.payload).toEqual({ values, traceId });
    expect((await tested.invoke({ action: 'fields' })).payload).toMatchObject({
      values: { client_context: null },
    });
  });

  it('with a remaining time that counts down from the timeout', async () => {
    await using tested = await sandbox.create('context', pythonFunction('context', runtime));
    const { payload } = await tested.invoke({ action: 'remaining' });
    const { first, second } = payload as { readonly first: number; readonly second: number };
    expect(first).toBeLessThanOrEqual(30_000);
    expect(first).toBeGreaterThan(0);
    // 50 ms are between the two; clocks of milliseconds may make it one less.
    expect(first - second).toBeGreaterThanOrEqual(49);
  });

  it('until the timeout, and the next in processes that are new', async () => {
    const options = { ...pythonFunction('failures', runtime), timeoutSeconds: 6 };
    await using tested = await sandbox.create('failures', options);
    const result = await tested.invoke({ action: 'spin' });
    expect(result.payload).toEqual(
      platformError(result, 'Sandbox.Timedout', 'Task timed out after 6.00 seconds'),
    );
    expect(result.report).toMatchObject({ status: 'timeout', durationMs: 6_000 });
    const after = await tested.invoke({ action: 'fine' });
    expect(after).toMatchObject({ startKind: 'reset', startReason: 'afterTimeout' });
  });
});
