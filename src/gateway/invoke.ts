import type { OutgoingHttpHeaders } from 'node:http';
import { LamboxError } from '../errors.ts';
import type { Answer, Dispatched } from '../invocation/answer.ts';
import type { InvokeOptions } from '../invocation/invoke-options.ts';
import { invalidRequestContent, requestTooLarge } from '../lambda/api-errors.ts';
import { findJsonProblem } from '../lambda/json-syntax.ts';
import { limits } from '../lambda/limits.ts';
import { apiErrorOf } from './api-error-of.ts';
import type { Exchange } from './exchange.ts';
import { resolveTarget } from './function-target.ts';
import { type InvokeRequest, parseInvokeRequest } from './invoke-request.ts';
import { encodeLogTail } from './log-tail.ts';
import { readBody } from './read-body.ts';
import { respond, respondError } from './respond.ts';

/** `POST /2015-03-31/functions/{FunctionName}/invocations` (contract §7.1). */
export async function invoke(exchange: Exchange, name: string): Promise<void> {
  const { request, response, requestId, lambda, aliases } = exchange;
  const parsed = parseInvokeRequest(request.headers);
  if ('status' in parsed) return respondError(response, requestId, parsed);
  const target = resolveTarget(lambda.configuration, aliases, name, qualifierOf(exchange.query));
  if ('status' in target) return respondError(response, requestId, target);
  if (parsed.invocationType === 'DryRun') {
    return respond(response, 204, { 'x-amzn-RequestId': requestId }, '');
  }
  const bytesMax =
    parsed.invocationType === 'Event' ? limits.asynchronousEventBytesMax : limits.eventBytesMax;
  const body = await readBody(request, bytesMax);
  if ('tooLargeBytes' in body) {
    const error = requestTooLarge(body.tooLargeBytes, parsed.invocationType);
    return respondError(response, requestId, error, { Connection: 'close' });
  }
  const options: InvokeOptions = {
    requestId,
    invokedFunctionArn: target.invokedFunctionArn,
    ...(parsed.traceId !== undefined && { traceId: parsed.traceId }),
  };
  if (parsed.invocationType === 'Event') return answerLater(exchange, body.bytes, options);
  await answerNow(exchange, parsed, body.bytes, options);
}

/** Answered at once, run once behind the caller's back. */
function answerLater(exchange: Exchange, event: Uint8Array, options: InvokeOptions): void {
  const { response, requestId, background } = exchange;
  const problem = event.length === 0 ? null : findJsonProblem(event);
  if (problem !== null) {
    respondError(response, requestId, invalidRequestContent(problem));
    return;
  }
  background.add(event, options);
  respond(response, 202, { 'x-amzn-RequestId': requestId }, '');
}

async function answerNow(
  exchange: Exchange,
  parsed: InvokeRequest,
  event: Uint8Array,
  options: InvokeOptions,
): Promise<void> {
  const { response, requestId, lambda, onFailure } = exchange;
  const { clientContext } = parsed;
  let answered = false;
  try {
    const dispatched = lambda.dispatch(event, {
      ...options,
      ...(clientContext !== undefined && { clientContext }),
    });
    dispatched.settled.catch((error: unknown) => {
      if (answered) onFailure(error);
    });
    const answer = await dispatched.answered;
    answered = true;
    const tail = parsed.logType === 'Tail' ? await logTailOf(dispatched) : null;
    respond(response, answer.statusCode, answerHeaders(answer, tail), answer.payloadBytes);
  } catch (error) {
    if (!(error instanceof LamboxError) || error.fault === 'platform') onFailure(error);
    respondError(response, requestId, apiErrorOf(error));
  }
}

/**
 * Nothing where the environment failed behind the answer: the answer is the caller's all the
 * same.
 */
async function logTailOf(dispatched: Dispatched): Promise<string | null> {
  return dispatched.settled.then(
    ({ logs }) => encodeLogTail(logs),
    () => null,
  );
}

function answerHeaders(answer: Answer, tail: string | null): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {
    'Content-Type': answer.contentType,
    'x-amzn-RequestId': answer.requestId,
    'X-Amzn-Trace-Id': answer.traceId,
    'X-Amz-Executed-Version': answer.executedVersion,
  };
  if (answer.functionError !== null) headers['X-Amz-Function-Error'] = answer.functionError;
  if (tail !== null) headers['X-Amz-Log-Result'] = tail;
  return headers;
}

function qualifierOf(query: string): string | null {
  return query === '' ? null : new URLSearchParams(query).get('Qualifier');
}
