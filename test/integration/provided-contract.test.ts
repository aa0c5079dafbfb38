import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  logStreamName,
  mobileClient,
  sent,
  sentTo,
  testContext,
} from '../contract/runtime/context.ts';
import { testEnds } from '../contract/runtime/ends.ts';
import { testEvents } from '../contract/runtime/events.ts';
import { programFunctionMaker } from '../contract/runtime/function-maker.ts';
import { testGrowth } from '../contract/runtime/growth.ts';
import { testLogs } from '../contract/runtime/logs.ts';
import { testShutdown } from '../contract/runtime/shutdown.ts';
import { testState } from '../contract/runtime/state.ts';
import { functionDirectory } from '../support/function-directory.ts';
import { buildGoFunction } from '../support/provided-function.ts';
import { buildRustProgram, hasCargo } from '../support/rust-toolchain.ts';
import { TemporaryDirectory } from '../support/temporary-directory.ts';
import { useSandbox } from '../support/test-sandbox.ts';
import { describeRuntimes, runtimesMadeHere, testsEverything } from '../support/tested-runtimes.ts';

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
          // Go's library has four of the five.
          Client: { ...mobileClient, app_version_name: undefined },
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

// With AWS's client for no language at all, curl alone.
describe.skipIf(!testsEverything)('the suite of every runtime', () => {
  describeRuntimes('runs a program in shell', provided, (runtime) => {
    const directory = functionDirectory('shell', 'provided');
    const make = programFunctionMaker(sandbox, runtime, () => directory);

    testEvents(make, {
      rewritten: '{ "a" : 1.0, "ü":"\\u00fc" , "big": 12345678901234567890 }',
      afterRefusal: 'warm',
    });
    testState(make);
    testEnds(make);
    testLogs(make, (line) => line);
    testShutdown(make);
  });
});

// What AWS's library for Rust does is in rust-runtime.test.ts; this is what every runtime does.
describe.skipIf(!testsEverything || !hasCargo())('the suite of every runtime', () => {
  describeRuntimes('runs a program in Rust', provided, (runtime) => {
    let built: TemporaryDirectory;
    beforeAll(async () => {
      built = new TemporaryDirectory();
      const source = functionDirectory('rust', 'provided');
      await buildRustProgram(source, 'bootstrap', built.join('bootstrap'));
    }, 1_200_000);
    afterAll(() => built?.[Symbol.dispose]());
    const make = programFunctionMaker(sandbox, runtime, () => built.path);

    testEvents(make, {
      rewritten: '{"a":1.0,"big":12345678901234567890,"ü":"ü"}',
      afterRefusal: 'warm',
    });
    testState(make);
    testEnds(make);
    testLogs(make, (line) => line);
    testShutdown(make);
    testGrowth(make);
    testContext(make, {
      full: ({ requestId }) => ({
        requestId,
        arn: sent.invokedFunctionArn,
        traceId: sent.traceId,
        client: {
          client: {
            installationId: 'i-1',
            appTitle: 'plain',
            appVersionName: '1.0',
            appVersionCode: '10',
            appPackageName: 'com.example',
          },
          custom: { a: 'b' },
          // Rust's library looks for it under another name than the mobile SDK gives it.
          environment: {},
        },
        identity: {
          identityId: 'eu-west-1:identity',
          identityPoolId: 'eu-west-1:pool',
        },
        functionName: sentTo.functionName,
        version: '$LATEST',
        memoryLimitMb: 256,
        logGroup: '/aws/lambda/context-test',
        logStream: logStreamName,
      }),
      plain: (arn) => ({ arn, client: null, identity: null }),
      appTitle: 'plain',
    });
  });
});
