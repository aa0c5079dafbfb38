import { Readable } from 'node:stream';
import type { Answer } from '../../src/invocation/answer.ts';
import type { InvocationResult } from '../../src/invocation/invocation-result.ts';
import type { DispatchedStream } from '../../src/invocation/streamed-answer.ts';
import type { ScriptedOutcome } from './scripted-function.ts';

/** What a script says of one event, as a stream. */
export interface PlayedEvent {
  readonly requestId: string;
  readonly outcome: Promise<ScriptedOutcome>;
  readonly answered: Promise<Answer>;
  readonly settled: Promise<InvocationResult>;
}

export function scriptedStream(played: PlayedEvent): DispatchedStream {
  const { requestId, outcome, answered, settled } = played;
  const head = Promise.all([outcome, answered]).then(([{ metadata = null }, answer]) => {
    const { statusCode, executedVersion, traceId, contentType } = answer;
    return { requestId, statusCode, executedVersion, traceId, contentType, metadata };
  });
  const end = outcome.then((said) => said.end ?? { errorCode: null, errorDetails: null });
  head.catch(() => {});
  end.catch(() => {});
  const body = Readable.from(pieces(played), { objectMode: false });
  body.on('error', () => {});
  return { requestId, head, body, end, settled };
}

async function* pieces({ outcome, answered }: PlayedEvent): AsyncGenerator<Uint8Array> {
  const { chunks } = await outcome;
  if (chunks === undefined) yield (await answered).payloadBytes;
  else for await (const chunk of chunks) yield Buffer.from(chunk);
}
