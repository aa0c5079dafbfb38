import { LamboxError } from '../errors.ts';
import type { FunctionCredentials } from '../lambda/function-configuration.ts';
import { limits } from '../lambda/limits.ts';
import { parseAssignment, readEnvFile, type VariableAssignment } from './env-file.ts';
import { type NumberRange, parseWholeNumber } from './whole-number.ts';

export interface VariableFlags {
  /** `-e`, in the order given. */
  readonly env: readonly string[];
  /** `--env-file`. */
  readonly envFile: readonly string[];
}

/**
 * What `-e` and `--env-file` say. Names that belong to Lambda are not variables of the
 * function's own: region, credentials, name, memory size and timeout configure it.
 */
export interface GivenVariables {
  readonly variables: Readonly<Record<string, string>>;
  readonly region?: string;
  readonly credentials?: FunctionCredentials;
  readonly functionName?: string;
  readonly memorySizeMb?: number;
  readonly timeoutSeconds?: number;
}

const configuringNames = {
  region: 'AWS_REGION',
  accessKeyId: 'AWS_ACCESS_KEY_ID',
  secretAccessKey: 'AWS_SECRET_ACCESS_KEY',
  sessionToken: 'AWS_SESSION_TOKEN',
  functionName: 'AWS_LAMBDA_FUNCTION_NAME',
  memorySizeMb: 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  timeoutSeconds: 'AWS_LAMBDA_FUNCTION_TIMEOUT',
} as const;

/**
 * Files first, then `-e`, the later one wins, as with docker.
 * @param callerVariable the caller's own value of a name
 * @throws LamboxError `InvalidOption`
 */
export async function resolveVariables(
  flags: VariableFlags,
  callerVariable: (name: string) => string | undefined,
): Promise<GivenVariables> {
  const files = await Promise.all(flags.envFile.map(readEnvFile));
  const assignments = [...files.flat(), ...flags.env.map((text) => parseAssignment(text, '-e'))];
  return splitVariables(collect(assignments, callerVariable));
}

function collect(
  assignments: readonly VariableAssignment[],
  callerVariable: (name: string) => string | undefined,
): Map<string, string> {
  const values = new Map<string, string>();
  for (const { name, value } of assignments) {
    const resolved = value ?? callerVariable(name);
    if (resolved === undefined) values.delete(name);
    else values.set(name, resolved);
  }
  return values;
}

function splitVariables(values: Map<string, string>): GivenVariables {
  const take = (name: string) => {
    const value = values.get(name);
    values.delete(name);
    return value;
  };
  const region = take(configuringNames.region);
  const credentials = takeCredentials(take);
  const functionName = take(configuringNames.functionName);
  const memorySizeMb = numberOf(configuringNames.memorySizeMb, take, limits.memorySizeMb, 'MB');
  const timeoutSeconds = numberOf(
    configuringNames.timeoutSeconds,
    take,
    limits.timeoutSeconds,
    'seconds',
  );
  return {
    variables: Object.fromEntries(values),
    ...(region !== undefined && { region }),
    ...(credentials !== undefined && { credentials }),
    ...(functionName !== undefined && { functionName }),
    ...(memorySizeMb !== undefined && { memorySizeMb }),
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
  };
}

function takeCredentials(
  take: (name: string) => string | undefined,
): FunctionCredentials | undefined {
  const accessKeyId = take(configuringNames.accessKeyId);
  const secretAccessKey = take(configuringNames.secretAccessKey);
  const sessionToken = take(configuringNames.sessionToken) ?? '';
  if (accessKeyId === undefined && secretAccessKey === undefined) return undefined;
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    const missing = accessKeyId === undefined ? 'accessKeyId' : 'secretAccessKey';
    throw new LamboxError('InvalidOption', `credentials without ${configuringNames[missing]}`, {
      remedy:
        `Give ${configuringNames.accessKeyId} and ${configuringNames.secretAccessKey} together, ` +
        'or neither.',
    });
  }
  return { accessKeyId, secretAccessKey, sessionToken };
}

function numberOf(
  name: string,
  take: (name: string) => string | undefined,
  range: NumberRange,
  unit: string,
): number | undefined {
  const text = take(name);
  return text === undefined ? undefined : parseWholeNumber(text, `${name}=${text}`, range, unit);
}
