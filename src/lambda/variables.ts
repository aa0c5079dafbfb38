import type { FunctionConfiguration } from './function-configuration.ts';
import { languageVariables } from './language-variables.ts';
import type { Runtime } from './runtime.ts';

export type InitializationType =
  | 'on-demand'
  | 'provisioned-concurrency'
  | 'snap-start'
  | 'lambda-managed-instances';

/** What the environment variables of one execution environment are made from. */
export interface VariablesInput {
  readonly configuration: FunctionConfiguration;
  /** `null` for image functions. */
  readonly runtime: Runtime | null;
  /** The image's own `ENV`; counts for image functions alone. */
  readonly imageVariables: Readonly<Record<string, string>>;
  /**
   * What `_HANDLER` says for an image function: the first word of its command. `null`: no command.
   */
  readonly imageHandler: string | null;
  readonly initializationType: InitializationType;
  readonly logStreamName: string;
  /** Where the X-Ray daemon is said to listen; by default where AWS has it (row 4.1-17, C-7). */
  readonly traceDaemon?: { readonly host: string; readonly port: number };
}

type Variables = Readonly<Record<string, string>>;

/**
 * The runtime's whole environment, the Runtime API's address and the framing descriptor excepted:
 * the shim adds those. `PWD` and `SHLVL` come from the shell that starts the runtime client,
 * `_X_AMZN_TRACE_ID` from the client. Precedence is contract §4.2's. `TZ` stands below the
 * customer's, not in the platform class where the emulator's source has it, because customers set
 * it with success (row 4.1-15).
 */
export function runtimeVariables(input: VariablesInput): Record<string, string> {
  return {
    ...foundation(input),
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    ...languageVariables(input.runtime),
    ...overridablePlatform(input),
    ...imageVariables(input),
    ...customerVariables(input),
    ...traceVariables(input),
    ...credentialVariables(input),
    ...runtimeClass(input),
    ...platformClass(input),
  };
}

/**
 * An extension's whole environment (contract §2.1): no name that begins with `_`, nothing of the
 * runtime class, no trace daemon; `PATH` and, for images, the image's `ENV` included.
 */
export function extensionVariables(input: VariablesInput): Record<string, string> {
  const variables = {
    ...foundation(input),
    ...overridablePlatform(input),
    ...imageVariables(input),
    ...customerVariables(input),
    ...credentialVariables(input),
    ...platformClass(input),
  };
  const hidden = ['AWS_XRAY_CONTEXT_MISSING', 'AWS_XRAY_DAEMON_ADDRESS', ...runtimeClassNames];
  const given = Object.entries(variables).filter(
    ([name]) => !name.startsWith('_') && !hidden.includes(name),
  );
  return Object.fromEntries(given);
}

const libraryPath =
  '/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib';
const programPath = '/usr/local/bin:/usr/bin/:/bin:/opt/bin';

/**
 * Rows 4.1-12 to 4.1-15 and 4.3-6: for an image function they stand in where the image has none.
 */
function foundation({ runtime }: VariablesInput): Variables {
  const withoutLanguage = runtime?.identifier === 'provided.al2';
  return {
    LANG: 'en_US.UTF-8',
    PATH: withoutLanguage ? programPath : `/var/lang/bin:${programPath}`,
    LD_LIBRARY_PATH: withoutLanguage ? libraryPath : `/var/lang/lib:${libraryPath}`,
    TZ: ':UTC',
  };
}

/** Row 4.1-3: the only variable of the platform that the customer may replace. */
function overridablePlatform({ configuration }: VariablesInput): Variables {
  return { AWS_DEFAULT_REGION: configuration.region };
}

function imageVariables({ configuration, imageVariables: variables }: VariablesInput): Variables {
  return configuration.packageType === 'Image' ? variables : {};
}

function customerVariables({ configuration }: VariablesInput): Variables {
  const entries = Object.entries(configuration.variables);
  return Object.fromEntries(entries.filter(([name]) => !name.startsWith('_')));
}

function traceVariables({ runtime, traceDaemon }: VariablesInput): Variables {
  const older = runtime?.identifier === 'provided.al2';
  const { host, port } = traceDaemon ?? {
    host: older ? '169.254.79.129' : '169.254.100.1',
    port: 2000,
  };
  return {
    AWS_XRAY_DAEMON_ADDRESS: `${host}:${port}`,
    _AWS_XRAY_DAEMON_ADDRESS: host,
    _AWS_XRAY_DAEMON_PORT: String(port),
  };
}

function credentialVariables({ configuration, runtime }: VariablesInput): Variables {
  const { accessKeyId, secretAccessKey, sessionToken } = configuration.credentials;
  const older = runtime?.identifier === 'java8.al2' || runtime?.identifier === 'java11';
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken === '' ? {} : { AWS_SESSION_TOKEN: sessionToken }),
    ...(older ? { AWS_ACCESS_KEY: accessKeyId, AWS_SECRET_KEY: secretAccessKey } : {}),
  };
}

const runtimeClassNames = [
  '_HANDLER',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_LOG_FORMAT',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_LEVEL',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
] as const;

type RuntimeClass = Partial<Record<(typeof runtimeClassNames)[number], string>>;

function runtimeClass(input: VariablesInput): RuntimeClass {
  const handler = input.configuration.handler ?? input.imageHandler;
  const named = executionName(input);
  return {
    ...(handler === null ? {} : { _HANDLER: handler }),
    ...(named === null ? {} : { AWS_EXECUTION_ENV: named }),
    ...logVariables(input),
    LAMBDA_TASK_ROOT: '/var/task',
    LAMBDA_RUNTIME_DIR: '/var/runtime',
  };
}

/** Row 4.1-4; the image's value is unverified there. */
function executionName({ runtime }: VariablesInput): string | null {
  if (runtime === null) return 'AWS_Lambda_Image';
  return runtime.family === 'provided' ? null : `AWS_Lambda_${runtime.identifier}`;
}

/** Rows 4.1-7 and, with JSON alone, 4.1-19: recorded Text functions have neither of the two. */
function logVariables({ configuration, ...input }: VariablesInput): RuntimeClass {
  const { logFormat, applicationLogLevel, logGroup } = configuration.loggingConfig;
  const names = {
    AWS_LAMBDA_LOG_GROUP_NAME: logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: input.logStreamName,
  };
  return {
    ...(input.initializationType === 'snap-start' ? {} : names),
    ...(applicationLogLevel !== null && {
      AWS_LAMBDA_LOG_FORMAT: logFormat,
      AWS_LAMBDA_LOG_LEVEL: applicationLogLevel,
    }),
  };
}

function platformClass({ configuration, initializationType }: VariablesInput): Variables {
  return {
    AWS_REGION: configuration.region,
    AWS_LAMBDA_FUNCTION_NAME: configuration.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: configuration.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(configuration.memorySizeMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: initializationType,
  };
}
