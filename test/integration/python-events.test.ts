import {
  logStreamName,
  mobileClient,
  sent,
  sentTo,
  testContext,
} from '../contract/runtime/context.ts';
import { testEvents } from '../contract/runtime/events.ts';
import { functionMaker } from '../contract/runtime/function-maker.ts';
import { testGrowth } from '../contract/runtime/growth.ts';
import { testState } from '../contract/runtime/state.ts';
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
  testGrowth(make);

  testContext(make, {
    full: ({ requestId }) => ({
      values: {
        aws_request_id: requestId,
        function_name: sentTo.functionName,
        function_version: '$LATEST',
        invoked_function_arn: sent.invokedFunctionArn,
        log_group_name: '/aws/lambda/context-test',
        log_stream_name: logStreamName,
        // A string, as Python's client has it (C-30).
        memory_limit_in_mb: '256',
        identity: {
          cognito_identity_id: 'eu-west-1:identity',
          cognito_identity_pool_id: 'eu-west-1:pool',
        },
        client_context: {
          custom: { a: 'b' },
          env: { c: 'd' },
          client: mobileClient,
        },
      },
      traceId: sent.traceId,
    }),
    plain: (arn) => ({ values: { client_context: null, invoked_function_arn: arn } }),
  });
});
