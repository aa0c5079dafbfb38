import { LamboxError } from '../errors.ts';
import {
  type ApiError,
  invalidRequestContent,
  serviceException,
  tooManyRequests,
} from '../lambda/api-errors.ts';
import type { JsonProblem } from '../lambda/json-syntax.ts';

/** The API's answer to what the library throws. */
export function apiErrorOf(error: unknown): ApiError {
  if (!(error instanceof LamboxError)) return serviceException('Lambox failed; see its output.');
  switch (error.code) {
    case 'ConcurrencyLimit':
      return tooManyRequests('ReservedFunctionConcurrentInvocationLimitExceeded');
    case 'InvalidEvent':
      return invalidRequestContent(problemOf(error));
  }
  return serviceException(`${error.message} (${error.code})`);
}

/** What `parseEvent` found. */
function problemOf({ message, evidence }: LamboxError): JsonProblem {
  const { problem = {} } = evidence as { readonly problem?: Partial<JsonProblem> };
  const { reason = message, offset = 0, location } = problem;
  return { reason, offset, location: location ?? { line: 1, column: 1, text: '' } };
}

/** AWS's type for a path that is no operation's; the words are ours and say what there is. */
export function unknownPath(path: string): ApiError {
  return {
    status: 404,
    errorType: 'UnknownOperationException',
    body: JSON.stringify({
      Message:
        `${path} is no operation that Lambox has; it has ` +
        'POST /2015-03-31/functions/{FunctionName}/invocations and ' +
        'POST /2021-11-15/functions/{FunctionName}/response-streaming-invocations',
      Type: 'User',
    }),
  };
}

export function methodNotAllowed(allowed: string): ApiError {
  return {
    status: 405,
    errorType: 'UnknownOperationException',
    body: JSON.stringify({ Message: `This path takes ${allowed} only`, Type: 'User' }),
  };
}
