import type { IncomingMessage } from 'node:http';

/** A request's body, or how long it was where that is more than allowed. */
export type Body = { readonly bytes: Uint8Array } | { readonly tooLargeBytes: number };

/**
 * Beyond this a body that is too large is not read to its end; the connection is closed
 * instead.
 */
const drainBytesMax = 64 * 2 ** 20;

/**
 * Reads to the end of the request and keeps at most `bytesMax`. What is too large is read on
 * and thrown away, since a client that still sends may not see an answer that comes early.
 * Rejects when the client goes away.
 */
export function readBody(request: IncomingMessage, bytesMax: number): Promise<Body> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= bytesMax) chunks.push(chunk);
      else if (chunks.length > 0) chunks.length = 0;
      if (bytes > bytesMax + drainBytesMax)
        resolve({ tooLargeBytes: declaredBytes(request, bytes) });
    });
    request.on('end', () => {
      if (bytes > bytesMax) resolve({ tooLargeBytes: bytes });
      else resolve({ bytes: wholeOf(chunks) });
    });
    request.on('error', reject);
  });
}

/** One chunk, the usual case, is not copied. */
function wholeOf(chunks: readonly Buffer[]): Uint8Array {
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

function declaredBytes(request: IncomingMessage, readBytes: number): number {
  const declared = Number(request.headers['content-length']);
  return Number.isInteger(declared) && declared > readBytes ? declared : readBytes;
}
