import { expect, it } from 'vitest';
import { LamboxError } from '../../../src/errors.ts';
import { checkEnvironmentVariables } from '../../../src/lambda/environment-variables.ts';

const check = (variables: Record<string, string>) => () => checkEnvironmentVariables(variables);

it('takes ordinary names, the overridable ones and those that begin with _', () => {
  const names = ['K', 'TABLE_NAME', 'PATH', 'TZ', 'NODE_OPTIONS', 'AWS_DEFAULT_REGION', '_X'];
  expect(check(Object.fromEntries(names.map((name) => [name, 'value'])))).not.toThrow();
  expect(check({})).not.toThrow();
});

it('refuses reserved names in AWS’s words, all at once', () => {
  expect(check({ AWS_REGION: 'x', MINE: 'y', _HANDLER: 'z' })).toThrow(
    'Lambda was unable to configure your environment variables because the environment ' +
      'variables you have provided contains reserved keys that are currently not supported for ' +
      'modification. Reserved keys used in this request: AWS_REGION, _HANDLER',
  );
});

it.each([
  ...['_HANDLER', '_X_AMZN_TRACE_ID', 'AWS_EXECUTION_ENV', 'AWS_REGION'],
  ...['AWS_ACCESS_KEY', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SECRET_KEY'],
  ...['AWS_SESSION_TOKEN', 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE', 'AWS_LAMBDA_FUNCTION_NAME'],
  ...['AWS_LAMBDA_FUNCTION_VERSION', 'AWS_LAMBDA_INITIALIZATION_TYPE', 'AWS_LAMBDA_LOG_FORMAT'],
  ...['AWS_LAMBDA_LOG_GROUP_NAME', 'AWS_LAMBDA_LOG_LEVEL', 'AWS_LAMBDA_LOG_STREAM_NAME'],
  ...['AWS_LAMBDA_MAX_CONCURRENCY', 'AWS_LAMBDA_METADATA_API', 'AWS_LAMBDA_METADATA_TOKEN'],
  ...['AWS_LAMBDA_RUNTIME_API', 'LAMBDA_RUNTIME_DIR', 'LAMBDA_TASK_ROOT'],
])('refuses %s', (name) => {
  expect(check({ [name]: 'x' })).toThrow(`Reserved keys used in this request: ${name}`);
});

it.each(['', '1A', 'A-B', 'A B', 'Ä', 'A='])('refuses the name %j', (name) => {
  expect(check({ [name]: 'x' })).toThrow(LamboxError);
  expect(check({ [name]: 'x' })).toThrow(expect.objectContaining({ code: 'InvalidOption' }));
});

it('refuses NUL, which no process can be given', () => {
  expect(check({ A: 'x\0y' })).toThrow('environment variable A contains a NUL character');
});

it('measures the JSON text in bytes: 4,096 are taken, one more is not', () => {
  const overhead = '{"KEY":""}'.length;
  expect(check({ KEY: 'x'.repeat(4_096 - overhead) })).not.toThrow();
  expect(check({ KEY: 'x'.repeat(4_097 - overhead) })).toThrow('4KB limit: 4097 bytes measured');
  expect(check({ KEY: 'é'.repeat(2_044) })).toThrow('4KB limit: 4098 bytes measured');
});
