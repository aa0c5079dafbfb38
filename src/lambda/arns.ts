import { LamboxError } from '../errors.ts';
import { regionPartition } from './region.ts';

/** Which function, and which version or alias of it, a caller names (row 7.1-11). */
export interface FunctionReference {
  readonly functionName: string;
  /** `null` where the caller did not say. */
  readonly qualifier: string | null;
  readonly accountId: string | null;
  readonly region: string | null;
}

/** AWS's own pattern of a function's name on Invoke (C-12); its groups are the parts. */
const referencePattern = new RegExp(
  '^(?:arn:aws[a-zA-Z-]*:lambda:)?' +
    '(?:((?:eusc-)?[a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-\\d):)?' +
    '(?:(\\d{12}):)?' +
    '(?:function:)?' +
    '([a-zA-Z0-9-_.]+)' +
    '(?::(\\$LATEST(?:\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?$',
);
const referenceCharactersMax = 140;

/**
 * Reads a name, `account:function:name`, or an ARN, each with or without `:qualifier`.
 * @throws LamboxError `InvalidOption` when it is none of these or over 140 characters.
 */
export function parseFunctionReference(text: string): FunctionReference {
  const [, region, accountId, functionName, qualifier] = referencePattern.exec(text) ?? [];
  if (functionName === undefined || text.length > referenceCharactersMax) {
    throw new LamboxError(
      'InvalidOption',
      `${JSON.stringify(text)} is not a function's name, partial ARN or ARN of at most ` +
        `${referenceCharactersMax} characters`,
      { remedy: 'Name the function as it was created, e.g. hello or hello:$LATEST.' },
    );
  }
  return {
    functionName,
    qualifier: qualifier ?? null,
    accountId: accountId ?? null,
    region: region ?? null,
  };
}

export interface FunctionArnParts {
  readonly region: string;
  readonly accountId: string;
  readonly functionName: string;
}

/** A function's ARN; with the qualifier only where one is given. */
export function functionArn(parts: FunctionArnParts, qualifier: string | null = null): string {
  const { region, accountId, functionName } = parts;
  const owner = `arn:${regionPartition(region)}:lambda:${region}:${accountId}`;
  const suffix = qualifier === null ? '' : `:${qualifier}`;
  return `${owner}:function:${functionName}${suffix}`;
}
