import { randomUUID } from 'node:crypto';
import { createEventSender } from '../../src/channel/event-sender.ts';
import { createResponseCredit } from '../../src/channel/response-credit.ts';
import { LamboxError } from '../../src/errors.ts';
import type { Guest } from '../guest.ts';

export interface StreamedResponse {
  readonly durationMs: number;
  /** The most that the shim had resident while the response went through. */
  readonly shimBytesMax: number;
  /** By the measure that was given. */
  readonly hostBytesMax: number;
}

const mebibyte = 1024 * 1024;
const lookEveryBytes = 10 * mebibyte;

/** Lets one response of so many megabytes through, chunk by chunk, and forgets each. */
export async function streamResponse(
  guest: Guest,
  megabytes: number,
  hostBytes: () => number = () => 0,
): Promise<StreamedResponse> {
  const { channel } = guest;
  const event = Buffer.from(JSON.stringify({ megabytes }));
  const credit = createResponseCredit(channel);
  let receivedBytes = 0;
  let shimBytesMax = 0;
  let hostBytesMax = 0;
  const looks: Promise<void>[] = [];
  const look = async () => {
    hostBytesMax = Math.max(hostBytesMax, hostBytes());
    const stats = guest.receive('stats');
    channel.send({ kind: 'statsRequest' });
    shimBytesMax = Math.max(shimBytesMax, (await stats).shimMemoryBytes);
  };
  guest.onResponseChunk = (bytes) => {
    const before = receivedBytes;
    receivedBytes += bytes.byteLength;
    credit.consumed(bytes.byteLength);
    const crossed =
      Math.floor(before / lookEveryBytes) < Math.floor(receivedBytes / lookEveryBytes);
    if (crossed) looks.push(look());
  };
  const beganAtMs = performance.now();
  const completed = guest.receive('invocationCompleted');
  channel.send(invokeFrame(event.byteLength), ...createEventSender(channel, event).firstFrames());
  await completed;
  const durationMs = performance.now() - beganAtMs;
  await Promise.all(looks);
  if (receivedBytes !== megabytes * mebibyte) {
    throw new LamboxError('EnvironmentFailed', `got ${receivedBytes} bytes of ${megabytes} MiB`);
  }
  return { durationMs, shimBytesMax, hostBytesMax };
}

function invokeFrame(eventBytes: number) {
  return {
    kind: 'invoke',
    requestId: randomUUID(),
    invocationId: randomUUID(),
    functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:benchmark',
    traceId: '',
    clientContext: '',
    cognitoIdentity: '',
    tenantId: '',
    contentType: 'application/json',
    remainingMs: 60_000,
    eventBytes,
    responseBytesMax: 1024 * mebibyte,
  } as const;
}
