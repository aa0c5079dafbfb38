import { afterAll, beforeAll, expect, it } from 'vitest';
import { logStreamName, sent, sentTo, testContext } from '../contract/runtime/context.ts';
import { testEnds } from '../contract/runtime/ends.ts';
import { testEvents } from '../contract/runtime/events.ts';
import { programFunctionMaker } from '../contract/runtime/function-maker.ts';
import { testGrowth } from '../contract/runtime/growth.ts';
import { testLogs } from '../contract/runtime/logs.ts';
import { testShutdown } from '../contract/runtime/shutdown.ts';
import { testState } from '../contract/runtime/state.ts';
import { buildGoFunction } from '../support/provided-function.ts';
import type { TemporaryDirectory } from '../support/temporary-directory.ts';
import { useSandbox } from '../support/test-sandbox.ts';
import { describeRuntimes, runtimesMadeHere } from '../support/tested-runtimes.ts';

const sandbox = useSandbox();
/** The two differ by name alone; `provided-runtime.test.ts` runs the other. */
const provided = runtimesMadeHere('provided').filter(
  ({ identifier }) => identifier === 'provided.al2023',
);

describeRuntimes('runs a program in Go', provided, (runtime) => {
  let built: TemporaryDirectory;
  beforeAll(async () => {
    built = await buildGoFunction('go');
  });
  afterAll(() => built?.[Symbol.dispose]());
  const make = programFunctionMaker(sandbox, runtime, () => built.path);

  testEvents(make, {
    rewritten: '{"a":1,"big":12345678901234567000,"ü":"ü"}',
    afterRefusal: 'reset',
  });
  testState(make);
  testEnds(make, { segmentationFault: 'exit status 2' });
  testLogs(make, (line) => line);
  testShutdown(make);
  testGrowth(make);

  testContext(make, {
    full: ({ requestId }) => ({
      context: {
        AwsRequestID: requestId,
        InvokedFunctionArn: sent.invokedFunctionArn,
        Identity: {
          CognitoIdentityID: 'eu-west-1:identity',
          CognitoIdentityPoolID: 'eu-west-1:pool',
        },
        ClientContext: {
          Client: {
            installation_id: '',
            app_title: 'über',
            app_version_code: '',
            app_package_name: '',
          },
          custom: { a: 'b' },
          env: { c: 'd' },
        },
      },
      functionName: sentTo.functionName,
      version: '$LATEST',
      memoryLimitMb: 256,
      logGroup: '/aws/lambda/context-test',
      logStream: logStreamName,
      traceId: sent.traceId,
    }),
    plain: (InvokedFunctionArn) => ({
      context: { InvokedFunctionArn, Identity: { CognitoIdentityID: '' } },
    }),
  });

  it('that returns an error is answered in the words of its library, and stays', async () => {
    await using tested = await make('failures');
    const before = await tested.invoke({ action: 'fine' });
    const result = await tested.invoke({ action: 'throw' });
    expect(result).toMatchObject({ statusCode: 200, functionError: 'Unhandled' });
    expect(result.payload).toEqual({ errorMessage: 'no such order', errorType: 'OrderError' });
    const after = await tested.invoke({ action: 'fine' });
    expect(after).toMatchObject({ startKind: 'warm', payload: before.payload });
  });
});
