import type { OutgoingHttpHeaders } from 'node:http';
import type { Answer } from '../invocation/answer.ts';
import { parseEvent } from '../lambda/json-syntax.ts';
import { type AcceptedEvent, acceptEvent, respondFailure } from './accepted-event.ts';
import type { Exchange } from './exchange.ts';
import { logTailOf } from './log-tail.ts';
import { respond } from './respond.ts';

/** `POST /2015-03-31/functions/{FunctionName}/invocations` (contract §7.1). */
export async function invoke(exchange: Exchange, name: string): Promise<void> {
  const accepted = await acceptEvent(exchange, name, ['RequestResponse', 'DryRun', 'Event']);
  if (accepted === null) return;
  if (accepted.invoke.invocationType === 'Event') answerLater(exchange, accepted);
  else await answerNow(exchange, accepted);
}

/** Answered at once, run once behind the caller's back. */
function answerLater(exchange: Exchange, { event, options }: AcceptedEvent): void {
  const { response, requestId, background } = exchange;
  try {
    background.add(parseEvent(event), { ...options, isChecked: true });
    respond(response, 202, { 'x-amzn-RequestId': requestId }, '');
  } catch (error) {
    respondFailure(exchange, error);
  }
}

async function answerNow(
  exchange: Exchange,
  { invoke: { logType }, event, options }: AcceptedEvent,
): Promise<void> {
  const { response, lambda, onFailure } = exchange;
  let answered = false;
  try {
    const dispatched = lambda.dispatch(event, options);
    dispatched.settled.catch((error: unknown) => {
      if (answered) onFailure(error);
    });
    const answer = await dispatched.answered;
    answered = true;
    const tail = logType === 'Tail' ? await logTailOf(dispatched.settled) : null;
    respond(response, answer.statusCode, answerHeaders(answer, tail), answer.payloadBytes);
  } catch (error) {
    respondFailure(exchange, error);
  }
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
