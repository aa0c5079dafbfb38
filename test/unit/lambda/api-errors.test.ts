import { expect, it } from 'vitest';
import {
  accessDenied,
  functionInOtherRegion,
  functionNotFound,
  invalidClientContext,
  invalidRequestContent,
  qualifierMismatch,
  requestTooLarge,
  serviceException,
  tooManyRequests,
  validationFailed,
} from '../../../src/lambda/api-errors.ts';
import { findJsonProblem } from '../../../src/lambda/json-syntax.ts';

it('does not find a function, with Message in capitals', () => {
  const arn = 'arn:aws:lambda:us-east-1:000000000000:function:nope:$LATEST';
  expect(functionNotFound(arn)).toEqual({
    status: 404,
    errorType: 'ResourceNotFoundException',
    body: `{"Message":"Function not found: ${arn}","Type":"User"}`,
  });
  expect(functionInOtherRegion('eu-west-1', 'us-east-1').body).toBe(
    '{"Message":"Functions from \'eu-west-1\' are not reachable in this region ' +
      '(\'us-east-1\')","Type":"User"}',
  );
});

it('throttles with the reason', () => {
  expect(tooManyRequests('ReservedFunctionConcurrentInvocationLimitExceeded')).toEqual({
    status: 429,
    errorType: 'TooManyRequestsException',
    body:
      '{"Reason":"ReservedFunctionConcurrentInvocationLimitExceeded","Type":"User",' +
      '"message":"Rate Exceeded."}',
  });
});

it.each([
  ['RequestResponse', 6_291_456],
  ['Event', 1_048_576],
] as const)('refuses what is too large for %s', (invocationType, limit) => {
  expect(requestTooLarge(7_000_000, invocationType)).toEqual({
    status: 413,
    errorType: 'RequestTooLargeException',
    body:
      `{"Type":"User","message":"7000000 byte payload is too large for the ${invocationType} ` +
      `invocation type (limit ${limit} bytes)"}`,
  });
});

it('refuses what is not JSON in the recorded words', () => {
  const problem = findJsonProblem(Uint8Array.of(0x22, 0x87, 0x22));
  if (problem === null) expect.unreachable();
  const error = invalidRequestContent(problem);
  expect(error).toMatchObject({ status: 400, errorType: 'InvalidRequestContentException' });
  expect(JSON.parse(error.body)).toEqual({
    Type: 'User',
    message:
      'Could not parse request body into json: Could not parse payload into json: ' +
      'Invalid UTF-8 start byte 0x87\n at [Source: REDACTED ' +
      '(`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: 3]',
  });
});

it('refuses the rest with status, type and text', () => {
  expect(accessDenied()).toEqual({
    status: 403,
    errorType: 'AccessDeniedException',
    body: '{"Message":null}',
  });
  expect(qualifierMismatch()).toEqual({
    status: 400,
    errorType: 'InvalidParameterValueException',
    body:
      '{"Type":"User","message":"The derived qualifier from the function name does not match ' +
      'the specified qualifier."}',
  });
  expect(validationFailed('a b', 'functionName', 'Member must be short')).toEqual({
    status: 400,
    errorType: 'ValidationException',
    body:
      "{\"message\":\"1 validation error detected: Value 'a b' at 'functionName' failed to " +
      'satisfy constraint: Member must be short"}',
  });
  expect(invalidClientContext('is not base64')).toEqual({
    status: 400,
    errorType: 'InvalidRequestContentException',
    body: '{"Type":"User","message":"Client context is not base64"}',
  });
  expect(serviceException('the engine is gone')).toEqual({
    status: 500,
    errorType: 'ServiceException',
    body: '{"Message":"the engine is gone","Type":"Service"}',
  });
});
