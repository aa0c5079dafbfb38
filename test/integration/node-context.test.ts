import { expect, it } from 'vitest';
import { consoleLine, functionLines } from '../support/function-lines.ts';
import { useSandbox } from '../support/test-sandbox.ts';

const sandbox = useSandbox();

it('context holds every field', async () => {
  await using tested = await sandbox.create('context', {
    functionName: 'context-test',
    region: 'eu-west-1',
    memorySizeMb: 256,
  });
  const traceId = 'Root=1-67891233-abcdef012345678912345678;Parent=53995c3f42cd8ad8;Sampled=1';
  const invokedFunctionArn = 'arn:aws:lambda:eu-west-1:123456789012:function:context-test:live';
  const clientContext = { client: { app_title: 'über' }, custom: { a: 'b' }, env: {} };
  const result = await tested.invoke(
    { action: 'fields' },
    {
      traceId,
      invokedFunctionArn,
      clientContext: JSON.stringify(clientContext),
      cognitoIdentity: { identityId: 'eu-west-1:identity', identityPoolId: 'eu-west-1:pool' },
    },
  );
  const values = {
    functionName: 'context-test',
    functionVersion: '$LATEST',
    memoryLimitInMB: '256',
    logGroupName: '/aws/lambda/context-test',
    logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/),
    invokedFunctionArn,
    awsRequestId: result.requestId,
    xRayTraceId: traceId,
    clientContext,
    identity: {
      cognitoIdentityId: 'eu-west-1:identity',
      cognitoIdentityPoolId: 'eu-west-1:pool',
    },
  };
  // `tenantId` is a member without a value, the remaining time a function: JSON has neither.
  const members = [...Object.keys(values), 'getRemainingTimeInMillis', 'tenantId'].sort();
  expect(result.payload).toEqual({
    members,
    values,
    types: expect.objectContaining({ getRemainingTimeInMillis: 'function' }),
    traceId,
  });
});

it('context has no client, no identity and its own ARN where the caller says nothing', async () => {
  await using tested = await sandbox.create('context', { functionName: 'plain' });
  const { payload } = await tested.invoke({ action: 'fields' });
  expect(payload).toMatchObject({
    values: { invokedFunctionArn: tested.lambda.functionArn },
    types: { clientContext: 'undefined', identity: 'undefined', tenantId: 'undefined' },
  });
  expect(tested.lambda.functionArn).toMatch(
    /^arn:aws:lambda:[a-z0-9-]+:000000000000:function:plain$/,
  );
});

it('getRemainingTimeInMillis() counts down from the timeout', async () => {
  await using tested = await sandbox.create('context', { timeoutSeconds: 30 });
  for (const startKind of ['cold', 'warm']) {
    const result = await tested.invoke({ action: 'remaining' });
    expect(result.startKind).toBe(startKind);
    const { first, second } = result.payload as { readonly first: number; readonly second: number };
    expect(first).toBeGreaterThan(20_000);
    expect(first).toBeLessThanOrEqual(30_000);
    // 50 ms are between the two; a timer may be early by one, and late by more.
    expect(first - second).toBeGreaterThanOrEqual(49);
  }
});

it('changing a property of context lengthens no timeout', async () => {
  await using tested = await sandbox.create('context', { timeoutSeconds: 3 });
  const result = await tested.invoke({ action: 'stretch' });
  expect(functionLines(result).map((line) => consoleLine(line).message)).toEqual([
    'says it has 3600000 ms',
  ]);
  expect(result.report).toMatchObject({ status: 'timeout', durationMs: 3_000 });
});
