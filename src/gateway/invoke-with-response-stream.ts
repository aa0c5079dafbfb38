import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { DispatchedStream, StreamHead } from '../invocation/streamed-answer.ts';
import { acceptEvent, respondFailure } from './accepted-event.ts';
import { EventStreamEncoder } from './event-stream-encoder.ts';
import type { Exchange } from './exchange.ts';
import { logTailOf } from './log-tail.ts';

/**
 * `POST /2021-11-15/functions/{FunctionName}/response-streaming-invocations` (row 7.1-14). The
 * status is sent with the first byte, so a failure after it is in the last frame alone.
 */
export async function invokeWithResponseStream(exchange: Exchange, name: string): Promise<void> {
  const accepted = await acceptEvent(exchange, name, ['RequestResponse', 'DryRun']);
  if (accepted === null) return;
  const { response, lambda, onFailure } = exchange;
  const stream = lambda.dispatchStream(accepted.event, accepted.options);
  let head: StreamHead;
  try {
    head = await stream.head;
  } catch (error) {
    return respondFailure(exchange, error);
  }
  stream.settled.catch(onFailure);
  response.writeHead(head.statusCode, {
    'Content-Type': 'application/vnd.amazon.eventstream',
    'x-amzn-RequestId': head.requestId,
    'X-Amzn-Trace-Id': head.traceId,
    'X-Amz-Executed-Version': head.executedVersion,
  });
  try {
    await sendFrames(stream, response, accepted.invoke.logType === 'Tail');
  } catch {
    // The platform failed behind the first byte, and said so: there is no good end to this answer.
    response.destroy();
  }
}

async function sendFrames(
  stream: DispatchedStream,
  response: ServerResponse,
  wantsTail: boolean,
): Promise<void> {
  const encoder = new EventStreamEncoder();
  for await (const bytes of stream.body) {
    if (response.destroyed) break;
    if (!response.write(encoder.payloadChunk(bytes))) await drained(response);
  }
  const end = await stream.end;
  const tail = wantsTail ? await logTailOf(stream.settled) : null;
  response.end(encoder.invokeComplete(end, tail));
}

/** The client has read on, or has gone. */
async function drained(response: ServerResponse): Promise<void> {
  const over = new AbortController();
  const { signal } = over;
  const events = [once(response, 'drain', { signal }), once(response, 'close', { signal })];
  await Promise.race(events).finally(() => over.abort());
  // The one that did not happen was called off.
  await Promise.allSettled(events);
}
