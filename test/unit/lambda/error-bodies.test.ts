import { describe, expect, it } from 'vitest';
import {
  callerErrorBody,
  platformErrorBody,
  responseTooLargeBody,
  timedOutBody,
  unknownApplicationErrorBody,
} from '../../../src/lambda/error-bodies.ts';

const requestId = '8f5f2c1e-0b0f-4f0e-9a63-0f1c2d3e4f50';

it('says that a task timed out', () => {
  expect(timedOutBody(requestId, 3)).toBe(
    '{"errorType":"Sandbox.Timedout",' +
      `"errorMessage":"RequestId: ${requestId} Error: Task timed out after 3.00 seconds"}`,
  );
});

it('says what the platform saw, escaped as Go escapes', () => {
  const text = 'fork/exec /var/task/<a&b>\u2028: permission denied';
  expect(platformErrorBody({ errorType: 'Runtime.InvalidEntrypoint', requestId, text })).toBe(
    '{"errorType":"Runtime.InvalidEntrypoint","errorMessage":' +
      `"RequestId: ${requestId} Error: fork/exec /var/task/` +
      '\\u003ca\\u0026b\\u003e\\u2028: permission denied"}',
  );
});

it('says that a response is too large', () => {
  expect(responseTooLargeBody()).toBe(
    '{"errorMessage":"Response payload size exceeded maximum allowed payload size ' +
      '(6291556 bytes).","errorType":"Function.ResponseSizeTooLarge"}',
  );
});

it('says that nothing is known', () => {
  const message = '"errorMessage":"Unknown application error occurred"';
  expect(unknownApplicationErrorBody('')).toBe(`{${message}}`);
  expect(unknownApplicationErrorBody('Sandbox.Failure')).toBe(
    `{${message},"errorType":"Sandbox.Failure"}`,
  );
});

describe('callerErrorBody', () => {
  it('keeps three members in order, each where it is given', () => {
    const text = '{"errorCause":{"a":1},"stackTrace":["x"],"errorType":"T","errorMessage":"m"}';
    expect(callerErrorBody(text)).toEqual({
      contentType: 'application/json',
      text: '{"errorMessage":"m","errorType":"T","stackTrace":["x"]}',
    });
    expect(callerErrorBody('{"errorType":"T"}').text).toBe('{"errorType":"T"}');
  });

  it.each(['', 'nonsense', '[]', 'null', '"text"'])('calls %j invalid', (text) => {
    expect(callerErrorBody(text)).toEqual({
      contentType: 'application/octet-stream',
      text: '"Invalid error body"',
    });
  });
});
