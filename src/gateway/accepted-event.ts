import type { OutgoingHttpHeaders } from 'node:http';
import { LamboxError } from '../errors.ts';
import type { InvokeOptions } from '../invocation/invoke-options.ts';
import { type ApiError, type InvocationType, requestTooLarge } from '../lambda/api-errors.ts';
import { limits } from '../lambda/limits.ts';
import { apiErrorOf } from './api-error-of.ts';
import type { Exchange } from './exchange.ts';
import { resolveTarget } from './function-target.ts';
import { type InvokeRequest, parseInvokeRequest } from './invoke-request.ts';
import { readBody } from './read-body.ts';
import { respond, respondError } from './respond.ts';

/** An event as an operation takes it. */
export interface AcceptedEvent {
  readonly invoke: InvokeRequest;
  readonly event: Uint8Array;
  readonly options: InvokeOptions;
}

/**
 * Reads what Invoke and InvokeWithResponseStream have in common (contract §7.1). `null`: the
 * caller is answered, since he asked for a DryRun or is refused.
 */
export async function acceptEvent(
  exchange: Exchange,
  name: string,
  types: readonly InvocationType[],
): Promise<AcceptedEvent | null> {
  const { request, response, requestId, lambda, aliases } = exchange;
  const refused = (error: ApiError, headers: OutgoingHttpHeaders = {}): null => {
    respondError(response, requestId, error, headers);
    return null;
  };
  const invoke = parseInvokeRequest(request.headers, types);
  if ('status' in invoke) return refused(invoke);
  const target = resolveTarget(lambda.configuration, aliases, name, qualifierOf(exchange.query));
  if ('status' in target) return refused(target);
  const { invocationType, clientContext, traceId } = invoke;
  if (invocationType === 'DryRun') {
    respond(response, 204, { 'x-amzn-RequestId': requestId }, '');
    return null;
  }
  const isLater = invocationType === 'Event';
  const bytesMax = isLater ? limits.asynchronousEventBytesMax : limits.eventBytesMax;
  const body = await readBody(request, bytesMax);
  if ('tooLargeBytes' in body) {
    return refused(requestTooLarge(body.tooLargeBytes, invocationType), { Connection: 'close' });
  }
  const options: InvokeOptions = {
    requestId,
    invokedFunctionArn: target.invokedFunctionArn,
    ...(traceId !== undefined && { traceId }),
    ...(clientContext !== undefined && !isLater && { clientContext }),
  };
  return { invoke, event: body.bytes, options };
}

/** Answers for what the library throws; what is the platform's fault is reported too. */
export function respondFailure({ response, requestId, onFailure }: Exchange, error: unknown): void {
  if (!(error instanceof LamboxError) || error.fault === 'platform') onFailure(error);
  respondError(response, requestId, apiErrorOf(error));
}

function qualifierOf(query: string): string | null {
  return query === '' ? null : new URLSearchParams(query).get('Qualifier');
}
