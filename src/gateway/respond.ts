import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { ApiError } from '../lambda/api-errors.ts';

/** Head and body in one piece. Nothing happens when the client has gone. */
export function respond(
  response: ServerResponse,
  statusCode: number,
  headers: OutgoingHttpHeaders,
  body: Uint8Array | string,
): void {
  if (response.destroyed || response.headersSent) return;
  headers['Content-Length'] = Buffer.byteLength(body);
  response.writeHead(statusCode, headers);
  response.end(body);
}

/** An error of the API itself, not of the function (contract §7.3). */
export function respondError(
  response: ServerResponse,
  requestId: string,
  error: ApiError,
  headers: OutgoingHttpHeaders = {},
): void {
  respond(
    response,
    error.status,
    {
      'Content-Type': 'application/json',
      'x-amzn-RequestId': requestId,
      'x-amzn-ErrorType': error.errorType,
      ...headers,
    },
    error.body,
  );
}
