import { describe, expect, it } from 'vitest';
import {
  type FunctionConfigurationInput,
  placeholderCredentials,
  resolveFunctionConfiguration,
} from '../../../src/lambda/resolve-function-configuration.ts';

const input = { functionName: 'hello', runtime: 'nodejs24.x', handler: 'index.handler' };

describe('defaults', () => {
  it('are Lambda’s', () => {
    const loggingConfig = {
      logFormat: 'Text',
      applicationLogLevel: null,
      systemLogLevel: null,
      logGroup: '/aws/lambda/hello',
    };
    expect(resolveFunctionConfiguration(input)).toEqual({
      loggingConfig,
      functionName: 'hello',
      packageType: 'Zip',
      runtime: 'nodejs24.x',
      handler: 'index.handler',
      memorySizeMb: 128,
      timeoutSeconds: 3,
      variables: {},
      architecture: 'x86_64',
      ephemeralStorageMb: 512,
      region: 'us-east-1',
      accountId: '000000000000',
      version: '$LATEST',
      credentials: placeholderCredentials,
      imageConfig: { entryPoint: null, command: null, workingDirectory: null },
    });
  });

  it('give way to the caller’s, and those to what is said of the function', () => {
    const defaults = { memorySizeMb: 3_008, timeoutSeconds: 300 };
    const given = { ...input, timeoutSeconds: 7, memorySizeMb: undefined };
    const resolved = resolveFunctionConfiguration(given, defaults);
    expect(resolved).toMatchObject({ memorySizeMb: 3_008, timeoutSeconds: 7 });
  });

  it('have credentials that no endpoint accepts and DynamoDB Local reads', () => {
    expect(placeholderCredentials.accessKeyId).not.toMatch(/^A(KIA|SIA)/);
    expect(placeholderCredentials.accessKeyId).toMatch(/^[A-Za-z0-9]+$/);
  });
});

it.each<[string, Partial<FunctionConfigurationInput>, string]>([
  [
    'memory',
    { memorySizeMb: 127 },
    'memory size 127 is not a whole number of MB from 128 to 10240',
  ],
  ['memory', { memorySizeMb: 10_241 }, 'memory size 10241 is not'],
  ['memory', { memorySizeMb: 128.5 }, 'memory size 128.5 is not'],
  ['memory', { memorySizeMb: Number.NaN }, 'memory size NaN is not'],
  ['timeout', { timeoutSeconds: 0 }, 'timeout 0 is not a whole number of seconds from 1 to 900'],
  ['timeout', { timeoutSeconds: 901 }, 'timeout 901 is not'],
  ['storage', { ephemeralStorageMb: 511 }, 'ephemeral storage 511 is not'],
  ['name', { functionName: 'a b' }, 'function name "a b" is not'],
  ['region', { region: 'mars' }, 'region "mars" is not a region such as us-east-1'],
  ['account', { accountId: '123' }, 'account id "123" is not twelve digits'],
  [
    'architecture',
    { architecture: 'mips' as 'arm64' },
    'architecture "mips" is not x86_64 or arm64',
  ],
  ['version', { version: 'live' }, 'version "live" is not $LATEST or a number'],
  [
    'variables',
    { variables: { AWS_REGION: 'x' } },
    'Reserved keys used in this request: AWS_REGION',
  ],
  ['handler', { handler: 'a b' }, 'handler "a b" is not 1 to 128 characters without blanks'],
  ['handler', { handler: 'x'.repeat(129) }, 'is not 1 to 128 characters without blanks'],
  ['runtime', { runtime: null }, 'a function from a directory needs a runtime'],
  ['runtime', { runtime: 'nodejs24' }, 'runtime "nodejs24" is not known'],
  ['image', { packageType: 'Image' }, 'an image function has neither runtime nor handler'],
])('refuses a wrong %s: %j', (what, wrong, message) => {
  const attempt = () => resolveFunctionConfiguration({ ...input, ...wrong });
  const code = what === 'runtime' ? 'UnknownRuntime' : 'InvalidOption';
  expect(attempt).toThrow(message);
  expect(attempt).toThrow(expect.objectContaining({ code, remedy: expect.any(String) }));
});

it('takes the limits themselves', () => {
  const limits = { memorySizeMb: 10_240, timeoutSeconds: 900, ephemeralStorageMb: 10_240 };
  expect(resolveFunctionConfiguration({ ...input, ...limits })).toMatchObject(limits);
  const image = { functionName: 'hello', packageType: 'Image' } as const;
  expect(resolveFunctionConfiguration(image)).toMatchObject({ runtime: null, handler: null });
});
