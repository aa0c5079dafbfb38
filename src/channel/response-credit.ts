import type { Channel } from './channel.ts';

/** Half of the 262,144 bytes that the guest may be ahead: it is told in time, and rarely. */
const grantBytes = 131_072;

/** Tells the guest how much of the response has been consumed, so that it may send on. */
export interface ResponseCredit {
  /** So many bytes of `responseChunk` are off our hands. */
  consumed(bytes: number): void;
  /** The response is over: what is consumed now must not count for the next one. */
  close(): void;
}

/** For one response: the guest's count begins anew with each `responseHead`. */
export function createResponseCredit(channel: Channel): ResponseCredit {
  let owedBytes = 0;
  let open = true;
  return {
    consumed(bytes) {
      owedBytes += bytes;
      if (!open || owedBytes < grantBytes) return;
      channel.send({ kind: 'responseCredit', bytes: owedBytes });
      owedBytes = 0;
    },
    close() {
      open = false;
    },
  };
}
