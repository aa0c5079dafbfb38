import { expect, it } from 'vitest';
import { logStreamName, sent, sentTo, testContext } from '../contract/runtime/context.ts';
import { functionMaker } from '../contract/runtime/function-maker.ts';
import { consoleLine, functionLines } from '../support/function-lines.ts';
import { useSandbox } from '../support/test-sandbox.ts';
import { describeRuntimes, runtimesMadeHere } from '../support/tested-runtimes.ts';

const sandbox = useSandbox();

describeRuntimes('gives a context', runtimesMadeHere('nodejs'), (runtime) => {
  const older = Number(runtime.version) < 24;
  const own = older ? { callbackWaitsForEmptyEventLoop: true } : { xRayTraceId: sent.traceId };
  // `tenantId` is a member without a value, the others are functions: JSON has neither.
  const unsaid = ['getRemainingTimeInMillis', 'tenantId'];
  if (older) unsaid.push('done', 'fail', 'succeed');

  testContext(functionMaker(sandbox, runtime), {
    full: ({ requestId }) => {
      const values = {
        functionName: sentTo.functionName,
        functionVersion: '$LATEST',
        memoryLimitInMB: '256',
        logGroupName: '/aws/lambda/context-test',
        logStreamName,
        invokedFunctionArn: sent.invokedFunctionArn,
        awsRequestId: requestId,
        clientContext: sent.clientContext,
        identity: {
          cognitoIdentityId: 'eu-west-1:identity',
          cognitoIdentityPoolId: 'eu-west-1:pool',
        },
        ...own,
      };
      return {
        members: [...Object.keys(values), ...unsaid].sort(),
        values,
        types: expect.objectContaining({ getRemainingTimeInMillis: 'function' }),
        traceId: sent.traceId,
      };
    },
    plain: (invokedFunctionArn) => ({
      values: { invokedFunctionArn },
      types: { clientContext: 'undefined', identity: 'undefined', tenantId: 'undefined' },
    }),
  });
});

it('changing a property of context lengthens no timeout', async () => {
  await using tested = await sandbox.create('context', { timeoutSeconds: 3 });
  const result = await tested.invoke({ action: 'stretch' });
  expect(functionLines(result).map((line) => consoleLine(line).message)).toEqual([
    'says it has 3600000 ms',
  ]);
  expect(result.report).toMatchObject({ status: 'timeout', durationMs: 3_000 });
});
