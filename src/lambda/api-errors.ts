import type { JsonProblem } from './json-syntax.ts';
import { limits } from './limits.ts';

/** An error of the Invoke API itself, not of the function (contract §7.3). */
export interface ApiError {
  readonly status: number;
  /** Goes into the header that names the error. */
  readonly errorType: string;
  /** JSON. Which of `Message` and `message` it has is the model's choice (row 7.3-16). */
  readonly body: string;
}

export type InvocationType = 'RequestResponse' | 'Event' | 'DryRun';

/**
 * Row 7.3-7. @param arn with a qualifier: Invoke says `:$LATEST` where the caller gave none (C-1).
 */
export function functionNotFound(arn: string): ApiError {
  return notFound(`Function not found: ${arn}`);
}

/** Row 7.3-8. */
export function functionInOtherRegion(functionRegion: string, region: string): ApiError {
  return notFound(
    `Functions from '${functionRegion}' are not reachable in this region ('${region}')`,
  );
}

/** Another account's ARN (correction §3.2): the message is JSON `null`. */
export function accessDenied(): ApiError {
  return { status: 403, errorType: 'AccessDeniedException', body: '{"Message":null}' };
}

/** Row 7.1-11. */
export function qualifierMismatch(): ApiError {
  return userError(
    400,
    'InvalidParameterValueException',
    'The derived qualifier from the function name does not match the specified qualifier.',
  );
}

/** Row 7.5-1: a value that the API's model refuses. @param path in camel case, `functionName`. */
export function validationFailed(value: string, path: string, constraint: string): ApiError {
  const message =
    `1 validation error detected: Value '${value}' at '${path}' failed to satisfy constraint: ` +
    constraint;
  return { status: 400, errorType: 'ValidationException', body: json({ message }) };
}

export type ThrottleReason =
  | 'ReservedFunctionConcurrentInvocationLimitExceeded'
  | 'ConcurrentInvocationLimitExceeded'
  | 'ReservedFunctionInvocationRateLimitExceeded'
  | 'FunctionInvocationRateLimitExceeded'
  | 'CallerRateLimitExceeded'
  | 'ConcurrentSnapshotCreateLimitExceeded';

/** Rows 7.3-1 to 7.3-6. */
export function tooManyRequests(reason: ThrottleReason): ApiError {
  return {
    status: 429,
    errorType: 'TooManyRequestsException',
    body: json({ Reason: reason, Type: 'User', message: 'Rate Exceeded.' }),
  };
}

/** Row 7.3-11. */
export function requestTooLarge(eventBytes: number, invocationType: InvocationType): ApiError {
  const limit =
    invocationType === 'Event' ? limits.asynchronousEventBytesMax : limits.eventBytesMax;
  return userError(
    413,
    'RequestTooLargeException',
    `${eventBytes} byte payload is too large for the ${invocationType} invocation type ` +
      `(limit ${limit} bytes)`,
  );
}

/** Row 7.1-12, C-28. */
export function invalidRequestContent({ reason, location }: JsonProblem): ApiError {
  return userError(
    400,
    'InvalidRequestContentException',
    'Could not parse request body into json: Could not parse payload into json: ' +
      `${reason}\n at ${location.text}`,
  );
}

/** Row 7.1-4; the words are ours, none are recorded. */
export function invalidClientContext(problem: string): ApiError {
  return userError(400, 'InvalidRequestContentException', `Client context ${problem}`);
}

/** Row 7.3-15. @param message what failed on our side; AWS says less. */
export function serviceException(message: string): ApiError {
  return {
    status: 500,
    errorType: 'ServiceException',
    body: json({ Message: message, Type: 'Service' }),
  };
}

function notFound(message: string): ApiError {
  return {
    status: 404,
    errorType: 'ResourceNotFoundException',
    body: json({ Message: message, Type: 'User' }),
  };
}

function userError(status: number, errorType: string, message: string): ApiError {
  return { status, errorType, body: json({ Type: 'User', message }) };
}

function json(members: Readonly<Record<string, string>>): string {
  return JSON.stringify(members);
}
