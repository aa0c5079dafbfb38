import { LamboxError } from '../errors.ts';
import { checkEnvironmentVariables } from './environment-variables.ts';
import type { FunctionConfiguration, FunctionCredentials } from './function-configuration.ts';
import { parseFunctionName } from './function-name.ts';
import { limits } from './limits.ts';
import { type LoggingConfigInput, resolveLoggingConfig } from './logging-config.ts';
import { regionPattern } from './region.ts';
import { parseRuntime } from './runtimes.ts';

type Optional<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** What must be said of a function; everything else has a default. */
export type FunctionConfigurationInput = Pick<FunctionConfiguration, 'functionName'> &
  Optional<Omit<FunctionConfiguration, 'functionName' | 'loggingConfig'>> & {
    readonly loggingConfig?: LoggingConfigInput | undefined;
  };

/**
 * Credentials that no AWS endpoint accepts: the key id is not of AWS's shape and says what it is.
 * Letters and digits alone, because DynamoDB Local takes nothing else.
 */
export const placeholderCredentials: FunctionCredentials = {
  accessKeyId: 'LAMBOXPLACEHOLDERKEYID',
  secretAccessKey: 'LamboxPlaceholderSecretAccessKey',
  sessionToken: 'LamboxPlaceholderSessionToken',
};

export const functionConfigurationDefaults = {
  packageType: 'Zip',
  runtime: null,
  handler: null,
  memorySizeMb: limits.memorySizeMb.default,
  timeoutSeconds: limits.timeoutSeconds.default,
  variables: {},
  architecture: 'x86_64',
  ephemeralStorageMb: limits.ephemeralStorageMb.default,
  region: 'us-east-1',
  accountId: '000000000000',
  version: '$LATEST',
  credentials: placeholderCredentials,
  imageConfig: { entryPoint: null, command: null, workingDirectory: null },
} as const satisfies Omit<FunctionConfiguration, 'functionName' | 'loggingConfig'>;

/**
 * Applies the defaults and checks every value.
 * @param defaults what stands in for members that are left out, before Lambda's own defaults.
 * @throws LamboxError `InvalidOption` or `UnknownRuntime`: the value, what was expected, the
 * remedy.
 */
export function resolveFunctionConfiguration(
  input: FunctionConfigurationInput,
  defaults: Optional<Omit<FunctionConfiguration, 'functionName' | 'loggingConfig'>> = {},
): FunctionConfiguration {
  const configuration: FunctionConfiguration = {
    ...functionConfigurationDefaults,
    ...present(defaults),
    ...present(input),
    functionName: input.functionName,
    loggingConfig: resolveLoggingConfig(input.loggingConfig ?? {}, input.functionName),
  };
  checkFunctionConfiguration(configuration);
  return configuration;
}

function present<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

function checkFunctionConfiguration(configuration: FunctionConfiguration): void {
  parseFunctionName(configuration.functionName);
  checkRange('memory size', configuration.memorySizeMb, limits.memorySizeMb, 'MB');
  checkRange('timeout', configuration.timeoutSeconds, limits.timeoutSeconds, 'seconds');
  checkRange(
    'ephemeral storage',
    configuration.ephemeralStorageMb,
    limits.ephemeralStorageMb,
    'MB',
  );
  checkPattern('region', configuration.region, regionPattern, 'a region such as us-east-1');
  checkPattern('account id', configuration.accountId, /^\d{12}$/, 'twelve digits');
  checkPattern('version', configuration.version, /^(\$LATEST|[0-9]+)$/, '$LATEST or a number');
  checkPattern('architecture', configuration.architecture, /^(x86_64|arm64)$/, 'x86_64 or arm64');
  checkEnvironmentVariables(configuration.variables);
  checkPackage(configuration);
}

function checkPackage({ packageType, runtime, handler }: FunctionConfiguration): void {
  if (packageType === 'Image') {
    if (runtime === null && handler === null) return;
    throw new LamboxError('InvalidOption', 'an image function has neither runtime nor handler', {
      remedy: 'Leave --runtime and --handler out; the image says what runs.',
      evidence: { runtime, handler },
    });
  }
  if (runtime === null) {
    throw new LamboxError('UnknownRuntime', 'a function from a directory needs a runtime', {
      remedy: 'Give one, e.g. --runtime nodejs24.x.',
    });
  }
  parseRuntime(runtime);
  checkPattern('handler', handler ?? '', /^[^\s]{1,128}$/, '1 to 128 characters without blanks');
}

function checkRange(
  what: string,
  value: number,
  { min, max }: { readonly min: number; readonly max: number },
  unit: string,
): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new LamboxError(
    'InvalidOption',
    `${what} ${value} is not a whole number of ${unit} from ${min} to ${max}`,
    { remedy: `Choose a ${what} from ${min} to ${max} ${unit}.`, evidence: { value, min, max } },
  );
}

function checkPattern(what: string, value: string, pattern: RegExp, expectation: string): void {
  if (pattern.test(value)) return;
  throw new LamboxError('InvalidOption', `${what} ${JSON.stringify(value)} is not ${expectation}`, {
    remedy: `Give ${expectation}.`,
    evidence: { value },
  });
}
