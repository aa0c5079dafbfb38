import { expect, it } from 'vitest';
import { testEvents } from '../contract/runtime/events.ts';
import { functionMaker } from '../contract/runtime/function-maker.ts';
import { testState } from '../contract/runtime/state.ts';
import { pythonFunction } from '../support/python-function.ts';
import { useSandbox } from '../support/test-sandbox.ts';
import { describeRuntimes, runtimesMadeHere } from '../support/tested-runtimes.ts';

const sandbox = useSandbox();

describeRuntimes('takes events', runtimesMadeHere('python'), (runtime) => {
  const make = functionMaker(sandbox, runtime);
  // The client escapes what is not ASCII for the older ones.
  const u = ['3.9', '3.10', '3.11'].includes(runtime.version) ? '\\u00fc' : 'ü';
  testEvents(make, {
    rewritten: `{"a": 1.0, "${u}": "${u}", "big": 12345678901234567890}`,
    // Python's client ends when its answer is refused, after the caller has been told why.
    afterRefusal: 'reset',
  });
  testState(make);

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
});
