import { limits } from './limits.ts';

/** The answer to a caller: the bytes' text and their content type. */
export interface ErrorBody {
  readonly contentType: string;
  readonly text: string;
}

interface PlatformError {
  readonly errorType: string;
  readonly requestId: string;
  /** What stands behind `RequestId: … Error: `. */
  readonly text: string;
}

/** Row 6.1-1: the members in this order. */
export function platformErrorBody({ errorType, requestId, text }: PlatformError): string {
  const errorMessage = goJson(`RequestId: ${requestId} Error: ${text}`);
  return `{"errorType":${goJson(errorType)},"errorMessage":${errorMessage}}`;
}

/** Row 6.1-2. */
export function timedOutBody(requestId: string, timeoutSeconds: number): string {
  const text = `Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
  return platformErrorBody({ errorType: 'Sandbox.Timedout', requestId, text });
}

/**
 * Row 6.1-11: other members first, no request id.
 * @param bytesMax the limit that was passed: a streamed response has another.
 */
export function responseTooLargeBody(bytesMax: number = limits.responseBytesMax): string {
  const text = 'Response payload size exceeded maximum allowed payload size';
  const errorMessage = `${text} (${bytesMax} bytes).`;
  return `{"errorMessage":${goJson(errorMessage)},"errorType":"Function.ResponseSizeTooLarge"}`;
}

/** Row 6.1-17, what the front end answers for a failure without a body. Empty: no type is known. */
export function unknownApplicationErrorBody(errorType: string): string {
  const type = errorType === '' ? '' : `,"errorType":${goJson(errorType)}`;
  return `{"errorMessage":"Unknown application error occurred"${type}}`;
}

/**
 * Row 1.7-5: the content type with which a runtime client sends an error together with its cause.
 */
export const errorCauseContentType = 'application/vnd.aws.lambda.error.cause+json';

/**
 * What the caller gets of an error body that carries its cause (row 1.7-5): three members, each
 * where it is given.
 */
export function callerErrorBody(text: string): ErrorBody {
  const parsed = parseObject(text);
  if (parsed === null) {
    return { contentType: 'application/octet-stream', text: '"Invalid error body"' };
  }
  const members = (['errorMessage', 'errorType', 'stackTrace'] as const)
    .filter((name) => parsed[name] !== undefined)
    .map((name) => `"${name}":${goJson(parsed[name])}`);
  return { contentType: 'application/json', text: `{${members.join(',')}}` };
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null;
    return parsed as Record<string, unknown>;
  } catch {
    return null;
  }
}

/**
 * JSON as Go's encoder writes it, which AWS's supervisor uses: HTML characters are escaped (row
 * 1.5-1).
 */
function goJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
