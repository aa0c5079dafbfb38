import { describe, expect, it } from 'vitest';
import { resolveFunctionConfiguration } from '../../../src/lambda/resolve-function-configuration.ts';
import { parseRuntime } from '../../../src/lambda/runtimes.ts';
import {
  extensionVariables,
  runtimeVariables,
  type VariablesInput,
} from '../../../src/lambda/variables.ts';

const credentials = { accessKeyId: 'ID', secretAccessKey: 'SECRET', sessionToken: 'TOKEN' };
const programPath = '/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin';
const libraryPath =
  '/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib';

function zipInput(identifier: string, variables: Record<string, string> = {}): VariablesInput {
  const input = { functionName: 'hello', runtime: identifier, handler: 'index.handler' };
  return {
    configuration: resolveFunctionConfiguration({ ...input, variables, credentials }),
    runtime: parseRuntime(identifier),
    imageVariables: { FROM_IMAGE: 'never', PATH: '/image/bin' },
    imageHandler: null,
    initializationType: 'on-demand',
    logStreamName: '2026/02/03/[$LATEST]00',
  };
}

const common = {
  AWS_ACCESS_KEY_ID: 'ID',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
  AWS_LAMBDA_FUNCTION_NAME: 'hello',
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  AWS_REGION: 'us-east-1',
  AWS_SECRET_ACCESS_KEY: 'SECRET',
  AWS_SESSION_TOKEN: 'TOKEN',
  LANG: 'en_US.UTF-8',
  LD_LIBRARY_PATH: libraryPath,
  PATH: programPath,
  TZ: ':UTC',
};
const runtimeOnly = {
  _AWS_XRAY_DAEMON_ADDRESS: '169.254.100.1',
  _AWS_XRAY_DAEMON_PORT: '2000',
  _HANDLER: 'index.handler',
  AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/hello',
  AWS_LAMBDA_LOG_STREAM_NAME: '2026/02/03/[$LATEST]00',
  AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
  AWS_XRAY_DAEMON_ADDRESS: '169.254.100.1:2000',
  LAMBDA_RUNTIME_DIR: '/var/runtime',
  LAMBDA_TASK_ROOT: '/var/task',
};

describe('a zip function', () => {
  it('of nodejs24.x sees exactly this', () => {
    expect(runtimeVariables(zipInput('nodejs24.x'))).toEqual({
      ...common,
      ...runtimeOnly,
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      NODE_PATH:
        '/opt/nodejs/node24/node_modules:/opt/nodejs/node_modules:/var/runtime/node_modules:' +
        '/var/runtime:/var/task',
    });
  });

  it.each([
    ['nodejs18.x', { NODE_EXTRA_CA_CERTS: '/var/runtime/ca-cert.pem' }],
    ['nodejs20.x', { NODE_EXTRA_CA_CERTS: undefined }],
    // Python's bootstrap sets PYTHONPATH, unless the customer has.
    ['python3.11', { PYTHONPATH: undefined, LC_CTYPE: undefined }],
    ['python3.12', { PYTHONPATH: undefined, LC_CTYPE: 'C.UTF-8' }],
    ['java21', { AWS_ACCESS_KEY: undefined, AWS_EXECUTION_ENV: 'AWS_Lambda_java21' }],
    ['java11', { AWS_ACCESS_KEY: 'ID', AWS_SECRET_KEY: 'SECRET' }],
    ['java8.al2', { AWS_ACCESS_KEY: 'ID', AWS_SECRET_KEY: 'SECRET' }],
    ['dotnet8', { LAMBDA_RUNTIME_NAME: 'dotnet8', DOTNET_ROOT: '/var/lang/bin' }],
    ['dotnet8', { SSL_CERT_FILE: '/var/runtime/empty-certificates.crt' }],
    ['dotnet10', { LAMBDA_RUNTIME_NAME: 'dotnet10', SSL_CERT_FILE: undefined }],
    ['ruby3.4', { GEM_HOME: '/var/runtime' }],
    [
      'provided.al2',
      { AWS_EXECUTION_ENV: undefined, PATH: '/usr/local/bin:/usr/bin/:/bin:/opt/bin' },
    ],
    ['provided.al2', { AWS_XRAY_DAEMON_ADDRESS: '169.254.79.129:2000' }],
    ['provided.al2023', { AWS_EXECUTION_ENV: undefined, PATH: programPath }],
  ])('of %s sees %j', (identifier, expected) => {
    const variables = runtimeVariables(zipInput(identifier));
    const seen = Object.keys(expected).map((name) => [name, variables[name]]);
    expect(Object.fromEntries(seen)).toEqual(expected);
  });

  it('of Ruby searches gems where AWS has them', () => {
    expect(runtimeVariables(zipInput('ruby3.4'))).toMatchObject({
      GEM_PATH:
        '/var/task/vendor/bundle/ruby/3.4.0:/opt/ruby/gems/3.4.0:/var/runtime:' +
        '/var/runtime/ruby/3.4.0',
      RUBYLIB:
        '/var/runtime/gems/aws_lambda_ric-3.1.3/lib:/var/task:/var/runtime/lib:/opt/ruby/lib',
    });
  });

  it('lets the customer replace what is not reserved, and nothing else', () => {
    const customer = { TZ: 'Europe/Berlin', PATH: '/x', NODE_PATH: '/y', MINE: 'z', _MINE: 'no' };
    const overridden = { ...customer, AWS_DEFAULT_REGION: 'eu-west-1' };
    const tracing = { AWS_XRAY_DAEMON_ADDRESS: '1.2.3.4:5' };
    const variables = runtimeVariables(zipInput('nodejs24.x', { ...overridden, ...tracing }));
    expect(variables).toMatchObject({
      TZ: 'Europe/Berlin',
      PATH: '/x',
      NODE_PATH: '/y',
      MINE: 'z',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_REGION: 'us-east-1',
      AWS_XRAY_DAEMON_ADDRESS: '169.254.100.1:2000',
    });
    expect(variables).not.toHaveProperty('_MINE');
  });

  it('never sees the image’s own variables', () => {
    expect(runtimeVariables(zipInput('nodejs24.x'))).not.toHaveProperty('FROM_IMAGE');
  });

  it('has no log names under SnapStart, and the daemon that is asked for', () => {
    const traceDaemon = { host: '127.0.0.1', port: 3000 };
    const input = { ...zipInput('java21'), initializationType: 'snap-start', traceDaemon } as const;
    const variables = runtimeVariables(input);
    expect(variables).not.toHaveProperty('AWS_LAMBDA_LOG_GROUP_NAME');
    expect(variables).not.toHaveProperty('AWS_LAMBDA_LOG_STREAM_NAME');
    expect(variables).toMatchObject({
      AWS_LAMBDA_INITIALIZATION_TYPE: 'snap-start',
      AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:3000',
      _AWS_XRAY_DAEMON_PORT: '3000',
    });
  });
});

describe('an image function', () => {
  const image = {
    ...zipInput('nodejs24.x'),
    configuration: resolveFunctionConfiguration({
      functionName: 'hello',
      packageType: 'Image',
      variables: { MINE: 'z', FROM_IMAGE: 'customer' },
      credentials: { ...credentials, sessionToken: '' },
    }),
    runtime: null,
    imageHandler: 'app.handler',
  };

  it('sees the image’s variables below its own, and §4.1 only where the image has none', () => {
    expect(runtimeVariables({ ...image, imageVariables: { PATH: '/i', FROM_IMAGE: 'i' } })).toEqual(
      {
        ...common,
        ...runtimeOnly,
        _HANDLER: 'app.handler',
        AWS_EXECUTION_ENV: 'AWS_Lambda_Image',
        AWS_SESSION_TOKEN: undefined,
        FROM_IMAGE: 'customer',
        MINE: 'z',
        PATH: '/i',
      },
    );
  });

  it('cannot replace the platform’s by ENV, and has no handler without a command', () => {
    const imageVariables = {
      AWS_REGION: 'mars',
      AWS_ACCESS_KEY_ID: 'baked',
      TZ: ':/etc/localtime',
    };
    const variables = runtimeVariables({ ...image, imageVariables, imageHandler: null });
    expect(variables).toMatchObject({
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'ID',
      TZ: ':/etc/localtime',
    });
    expect(variables).not.toHaveProperty('_HANDLER');
  });
});

describe('an extension', () => {
  it('sees customer, credentials and platform, nothing of the runtime’s', () => {
    const variables = extensionVariables(zipInput('nodejs24.x', { MINE: 'z', _MINE: 'no' }));
    expect(variables).toEqual({ ...common, MINE: 'z' });
  });

  it('sees the image’s ENV but no name that begins with _ and no runtime variable of it', () => {
    const imageVariables = { FROM_IMAGE: 'i', _HIDDEN: 'x', LAMBDA_TASK_ROOT: '/var/task' };
    const configuration = resolveFunctionConfiguration({
      functionName: 'hello',
      packageType: 'Image',
      credentials,
    });
    const input = { ...zipInput('nodejs24.x'), configuration, runtime: null, imageVariables };
    expect(extensionVariables(input)).toEqual({ ...common, FROM_IMAGE: 'i' });
  });
});
