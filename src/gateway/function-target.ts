import { LamboxError } from '../errors.ts';
import {
  type ApiError,
  accessDenied,
  functionInOtherRegion,
  functionNotFound,
  qualifierMismatch,
  validationFailed,
} from '../lambda/api-errors.ts';
import { type FunctionReference, functionArn, parseFunctionReference } from '../lambda/arns.ts';
import type { FunctionConfiguration } from '../lambda/function-configuration.ts';

/** What the caller means: our function, under the ARN that he used. */
export interface FunctionTarget {
  readonly invokedFunctionArn: string;
}

/**
 * Finds out whether FunctionName and Qualifier name this function (row 7.1-11, contract §7.3):
 * its name or an alias of it, `account:function:name`, an ARN, each with or without a
 * qualifier.
 * @param qualifier the query's, `null` where there is none
 */
export function resolveTarget(
  configuration: FunctionConfiguration,
  aliases: readonly string[],
  name: string,
  qualifier: string | null,
): FunctionTarget | ApiError {
  const reference = parseReference(name);
  if ('status' in reference) return reference;
  const given = reference.qualifier ?? qualifier;
  if (qualifier !== null && given !== qualifier) {
    return qualifierMismatch();
  }
  return checkReference(configuration, aliases, reference, given);
}

function parseReference(name: string): FunctionReference | ApiError {
  try {
    return parseFunctionReference(name);
  } catch (error) {
    if (!(error instanceof LamboxError)) throw error;
    return validationFailed(name, 'functionName', nameConstraint(name));
  }
}

/** AWS's words (C-12, C-14). */
function nameConstraint(name: string): string {
  if (name.length > 140) return 'Member must have length less than or equal to 140';
  return (
    'Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?' +
    '((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?' +
    '([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?'
  );
}

function checkReference(
  configuration: FunctionConfiguration,
  aliases: readonly string[],
  reference: FunctionReference,
  qualifier: string | null,
): FunctionTarget | ApiError {
  const { region, accountId, functionName, version } = configuration;
  if (reference.accountId !== null && reference.accountId !== accountId) return accessDenied();
  if (reference.region !== null && reference.region !== region) {
    return functionInOtherRegion(reference.region, region);
  }
  const known = reference.functionName === functionName || aliases.includes(reference.functionName);
  if (!known || (qualifier !== null && qualifier !== version)) {
    const asked = { region, accountId, functionName: reference.functionName };
    return functionNotFound(functionArn(asked, qualifier ?? '$LATEST'));
  }
  return { invokedFunctionArn: functionArn(configuration, qualifier) };
}
