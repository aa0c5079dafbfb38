import { LamboxError } from '../errors.ts';
import { limits } from './limits.ts';

/**
 * Names that Lambda sets and refuses from the customer (contract §4.1, column "reserved").
 * AWS_DEFAULT_REGION is not among them: the guide calls it overridable (row 4.1-3).
 */
const reservedNames: ReadonlySet<string> = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_FORMAT',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_LEVEL',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_MAX_CONCURRENCY',
  'AWS_LAMBDA_METADATA_API',
  'AWS_LAMBDA_METADATA_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SECRET_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
]);

/**
 * Checks the customer's environment variables as create and update do (row 4.2-1, row 7.5-4):
 * names, reserved names, 4 KB in all, measured as the JSON text.
 * @throws LamboxError `InvalidOption`.
 */
export function checkEnvironmentVariables(variables: Readonly<Record<string, string>>): void {
  const names = Object.keys(variables);
  const misnamed = names.find((name) => !/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name));
  if (misnamed !== undefined) {
    throw refused(
      `environment variable name ${JSON.stringify(misnamed)} is not letters, digits and _`,
      'Rename it, beginning with a letter.',
    );
  }
  const broken = names.find((name) => variables[name]?.includes('\0'));
  if (broken !== undefined) {
    throw refused(`environment variable ${broken} contains a NUL character`, 'Encode the value.');
  }
  const reserved = names.filter((name) => reservedNames.has(name));
  if (reserved.length > 0) {
    throw refused(
      'Lambda was unable to configure your environment variables because the environment ' +
        'variables you have provided contains reserved keys that are currently not supported for ' +
        `modification. Reserved keys used in this request: ${reserved.join(', ')}`,
      'Leave them out: Lambda sets them.',
    );
  }
  checkSize(variables);
}

/** As the limit counts them: the JSON text (row 7.5-4). */
export function variablesBytes(variables: Readonly<Record<string, string>>): number {
  return new TextEncoder().encode(JSON.stringify(variables)).length;
}

function checkSize(variables: Readonly<Record<string, string>>): void {
  const bytes = variablesBytes(variables);
  if (bytes <= limits.variablesBytesMax) return;
  throw refused(
    'Lambda was unable to configure your environment variables because the environment ' +
      `variables you have provided exceeded the 4KB limit: ${bytes} bytes measured`,
    `Keep them within ${limits.variablesBytesMax} bytes; put larger values into a file or a store.`,
  );
}

function refused(message: string, remedy: string): LamboxError {
  return new LamboxError('InvalidOption', message, { remedy });
}
