import { describe, expect, it } from 'vitest';
import {
  expectedVariables,
  functionOfExpectedVariables,
  readExpectedVariables,
} from '../support/expected-variables.ts';
import { functionLines } from '../support/function-lines.ts';
import { platformError } from '../support/platform-error.ts';
import { useSandbox } from '../support/test-sandbox.ts';

const sandbox = useSandbox();

describe('process.env', () => {
  it('is what the committed file says, and nothing else', async () => {
    await using tested = await sandbox.create('environment', functionOfExpectedVariables);
    const { payload } = await tested.invoke();
    const expected = await readExpectedVariables('nodejs');
    expect(payload).toEqual(expectedVariables(expected));
  });

  it('shows an overridable variable as the customer set it', async () => {
    const variables = { TZ: 'Europe/Berlin', LANG: 'de_DE.UTF-8', NODE_OPTIONS: '--no-warnings' };
    await using tested = await sandbox.create('environment', { variables });
    expect((await tested.invoke()).payload).toMatchObject(variables);
  });

  it('holds what a wrapper script sets that starts the runtime', async () => {
    const variables = { AWS_LAMBDA_EXEC_WRAPPER: '/var/task/wrapper' };
    await using tested = await sandbox.create('environment', { variables });
    expect((await tested.invoke()).payload).toMatchObject({ WRAPPED: '/var/lang/bin/node' });
  });

  it('is not there where the wrapper is missing: the runtime exits with 127', async () => {
    const variables = { AWS_LAMBDA_EXEC_WRAPPER: '/var/task/nowhere' };
    await using tested = await sandbox.create('environment', { variables });
    const result = await tested.invoke();
    expect(functionLines(result)).toContain('/var/task/nowhere: does not exist');
    expect(result.payload).toEqual(
      platformError(result, 'Runtime.ExitError', 'Runtime exited with error: exit status 127'),
    );
  });

  it('holds nothing of this process', async () => {
    await using tested = await sandbox.create('environment');
    const { payload } = await tested.invoke();
    for (const name of ['HOME', 'HOSTNAME', 'USER', 'DOCKER_HOST', 'LAMBOX_CHANNEL', 'VITEST']) {
      expect(payload).not.toHaveProperty(name);
    }
  });
});

describe('the AWS SDK', () => {
  it('is there for require() without being packaged', async () => {
    await using tested = await sandbox.create('sdk', { timeoutSeconds: 30 });
    expect((await tested.invoke()).payload).toEqual({
      '@aws-sdk/client-dynamodb': expect.arrayContaining(['DynamoDBClient']),
      '@aws-sdk/lib-dynamodb': expect.arrayContaining(['DynamoDBDocumentClient']),
      '@aws-sdk/client-s3': expect.arrayContaining(['S3Client']),
      '@aws-sdk/client-sqs': expect.arrayContaining(['SQSClient']),
    });
  });

  it('is there for import, and has the region and the credentials of the function', async () => {
    await using tested = await sandbox.create('sdk', {
      handler: 'module.handler',
      region: 'ap-southeast-2',
      timeoutSeconds: 30,
    });
    const { payload } = await tested.invoke();
    expect(payload).toEqual({
      region: 'ap-southeast-2',
      accessKeyId: tested.lambda.configuration.credentials.accessKeyId,
      sqs: 'function',
    });
  });
});
