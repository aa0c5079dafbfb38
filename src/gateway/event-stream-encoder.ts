import { EventStreamCodec } from '@smithy/core/event-streams';
import type { StreamEnd } from '../invocation/streamed-answer.ts';

type Encode = (eventType: string, contentType: string, body: Uint8Array) => Uint8Array;

/** Writes the frames of one answer (row 7.1-14). */
export class EventStreamEncoder {
  readonly #encode: Encode = createEncode();

  /** So many of the function's bytes. */
  payloadChunk(bytes: Uint8Array): Uint8Array {
    return this.#encode('PayloadChunk', 'application/octet-stream', bytes);
  }

  /**
   * The last frame. A member that has nothing to say is left out.
   * @param logResult base64, `null` where the caller did not ask for it
   */
  invokeComplete(end: StreamEnd, logResult: string | null): Uint8Array {
    const members = {
      ...(end.errorCode !== null && { ErrorCode: end.errorCode }),
      ...(end.errorDetails !== null && { ErrorDetails: end.errorDetails }),
      ...(logResult !== null && { LogResult: logResult }),
    };
    const body = Buffer.from(JSON.stringify(members));
    return this.#encode('InvokeComplete', 'application/json', body);
  }
}

function createEncode(): Encode {
  const codec = new EventStreamCodec(
    (bytes) => Buffer.from(bytes as Uint8Array).toString(),
    (text) => Buffer.from(text),
  );
  const text = (value: string) => ({ type: 'string', value }) as const;
  return (eventType, contentType, body) => {
    const headers = {
      ':event-type': text(eventType),
      ':content-type': text(contentType),
      ':message-type': text('event'),
    };
    return codec.encode({ headers, body });
  };
}
