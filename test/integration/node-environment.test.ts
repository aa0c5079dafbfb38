import { describe, expect, it } from 'vitest';
import { functionMaker } from '../contract/runtime/function-maker.ts';
import { testShutdown } from '../contract/runtime/shutdown.ts';
import { testVariables, testWrapper } from '../contract/runtime/variables.ts';
import { useSandbox } from '../support/test-sandbox.ts';
import { describeRuntimes, runtimesMadeHere } from '../support/tested-runtimes.ts';

const sandbox = useSandbox();

describeRuntimes('has an environment', runtimesMadeHere('nodejs'), (runtime) => {
  const make = functionMaker(sandbox, runtime);
  testVariables(make, runtime);
  testWrapper(make, '/var/lang/bin/node');
  testShutdown(make);

  it('with NODE_OPTIONS, which Node.js follows', async () => {
    const variables = { NODE_OPTIONS: '--no-warnings --require /var/task/preload.cjs' };
    await using tested = await make('environment', { variables });
    const PRELOADED = '/var/task/preload.cjs';
    expect((await tested.invoke()).payload).toMatchObject({ ...variables, PRELOADED });
  });

  it('with NODE_OPTIONS that Node.js refuses, and ends', async () => {
    const variables = { NODE_OPTIONS: '--no-such-option' };
    await using tested = await make('environment', { variables });
    const result = await tested.invoke();
    expect(result.payload).toMatchObject({ errorType: 'Runtime.ExitError' });
    const log = result.logs.map(({ text }) => text).join('\n');
    expect(log).toContain('--no-such-option is not allowed in NODE_OPTIONS');
  });

  describe('with the AWS SDK', () => {
    it('for require() without being packaged', async () => {
      await using tested = await make('sdk');
      expect((await tested.invoke()).payload).toEqual({
        '@aws-sdk/client-dynamodb': expect.arrayContaining(['DynamoDBClient']),
        '@aws-sdk/lib-dynamodb': expect.arrayContaining(['DynamoDBDocumentClient']),
        '@aws-sdk/client-s3': expect.arrayContaining(['S3Client']),
        '@aws-sdk/client-sqs': expect.arrayContaining(['SQSClient']),
      });
    });

    it('for import, and with the region and the credentials of the function', async () => {
      const region = 'ap-southeast-2';
      await using tested = await make('sdk', { handler: 'module.handler', region });
      const { payload } = await tested.invoke();
      expect(payload).toEqual({
        region,
        accessKeyId: tested.lambda.configuration.credentials.accessKeyId,
        sqs: 'function',
      });
    });
  });
});
