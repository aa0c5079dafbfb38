import type { Failure } from '../environment/failure.ts';
import {
  callerErrorBody,
  errorCauseContentType,
  platformErrorBody,
  responseTooLargeBody,
  timedOutBody,
  unknownApplicationErrorBody,
} from '../lambda/error-bodies.ts';
import type { ReceivedResponse } from './response-receiver.ts';

/** The part of an answer that depends on how the event went. */
export interface CallerAnswer {
  readonly functionError: 'Unhandled' | null;
  readonly payloadBytes: Uint8Array;
  readonly contentType: string;
  /** For logs and telemetry alone; `null` for a success. */
  readonly errorType: string | null;
}

const json = 'application/json';

/**
 * What the caller gets for what the runtime posted (contract §1.5, §1.7, §6.1).
 * @param bytesMax how long it might have been
 */
export function answerToResponse(
  response: ReceivedResponse,
  requestId: string,
  bytesMax: number,
): CallerAnswer {
  const { head, end, bytes } = response;
  switch (end.outcome) {
    case 'tooLarge':
      return unhandled('Function.ResponseSizeTooLarge', responseTooLargeBody(bytesMax));
    case 'truncated':
      return platformError('Runtime.TruncatedResponse', requestId, 'Response was truncated');
    case 'invalidMode':
      return unhandled('Runtime.InvalidResponseModeHeader', '');
    case 'complete':
      break;
    default:
      return end.outcome satisfies never;
  }
  if (end.errorType !== '') {
    return { ...unhandled(end.errorType, ''), payloadBytes: end.errorBody };
  }
  if (head.answer === 'response') {
    return {
      functionError: null,
      payloadBytes: bytes,
      contentType: head.contentType,
      errorType: null,
    };
  }
  return answerToError(head.contentType, head.errorType, bytes);
}

/** What the caller gets where the function gave no answer of its own. */
export function answerToFailure(
  failure: Failure,
  requestId: string,
  timeoutSeconds: number,
): CallerAnswer {
  if (failure.kind === 'timeout') {
    return unhandled(failure.errorType, timedOutBody(requestId, timeoutSeconds));
  }
  // An init error that was posted without a body leaves the platform's own words.
  if (failure.body !== null && failure.body.bytes.byteLength > 0) {
    const { bytes, contentType } = failure.body;
    return answerToError(contentType, failure.errorType, bytes);
  }
  return platformError(failure.bodyErrorType, requestId, failure.message);
}

function answerToError(contentType: string, errorType: string, bytes: Uint8Array): CallerAnswer {
  if (bytes.byteLength === 0) return bodiless(errorType);
  if (contentType !== errorCauseContentType) {
    return { functionError: 'Unhandled', payloadBytes: bytes, contentType, errorType };
  }
  const body = callerErrorBody(Buffer.from(bytes).toString());
  return { ...unhandled(errorType, body.text), contentType: body.contentType };
}

function platformError(errorType: string, requestId: string, text: string): CallerAnswer {
  return unhandled(errorType, platformErrorBody({ errorType, requestId, text }));
}

/** A failure without a body: the front end has one of its own (row 6.1-17). */
function bodiless(errorType: string): CallerAnswer {
  return unhandled(errorType, unknownApplicationErrorBody(errorType));
}

function unhandled(errorType: string, text: string): CallerAnswer {
  return {
    functionError: 'Unhandled',
    payloadBytes: Buffer.from(text),
    contentType: json,
    errorType,
  };
}
