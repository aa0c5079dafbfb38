import { once } from 'node:events';
import { expect } from 'vitest';
import { encodeFrames } from '../../src/channel/frame-encoder.ts';
import type { GuestFrame, HostFrame } from '../../src/channel/frames.ts';
import { guestFrame } from './guest-frames.ts';
import type { Action } from './scripted-guest.ts';

const chunkBytes = 65_536;
const windowBytes = 262_144;

/** Says hello and is welcomed. */
export function greets(): Action {
  return async (guest) => {
    guest.say(guestFrame('hello'));
    await hears('welcome')(guest);
  };
}

/** In one piece. */
export function says(...frames: readonly GuestFrame[]): Action {
  return (guest) => guest.say(...frames);
}

/** The next frame is of this kind and has these members. */
export function hears<Kind extends HostFrame['kind']>(
  kind: Kind,
  members: Partial<Extract<HostFrame, { kind: Kind }>> = {},
): Action {
  return async (guest) => expect(await guest.hear(kind)).toMatchObject({ kind, ...members });
}

/** An `invoke` and its whole event; grants credit for each chunk as it comes. */
export function hearsEvent(event: string | Uint8Array): Action {
  return async (guest) => {
    await hears('invoke')(guest);
    await hearsChunks(event)(guest);
  };
}

/** The event alone, as after `resend`. */
export function hearsChunks(event: string | Uint8Array): Action {
  return async (guest) => {
    const { eventBytes } = guest.last('invoke');
    const pieces: Uint8Array[] = [];
    for (let bytes = 0; bytes < eventBytes; ) {
      const frame = await guest.hear('eventChunk');
      if (frame.kind !== 'eventChunk') expect.fail(`heard ${frame.kind} within an event`);
      pieces.push(frame.bytes);
      bytes += frame.bytes.byteLength;
      guest.say({ kind: 'eventCredit', bytes: frame.bytes.byteLength });
    }
    expect(Buffer.concat(pieces).equals(Buffer.from(event))).toBe(true);
  };
}

/** The whole response to the last `invoke`, within the host's credit. */
export function answers(
  response: string | Uint8Array,
  head: Partial<Extract<GuestFrame, { kind: 'responseHead' }>> = {},
): Action {
  return async (guest) => {
    const { requestId } = guest.last('invoke');
    const bytes = Buffer.from(response);
    guest.say(guestFrame('responseHead', { requestId, ...head }));
    let allowed = windowBytes;
    for (let sent = 0; sent < bytes.byteLength; ) {
      while (sent === allowed) {
        const frame = await guest.hear('responseCredit');
        if (frame.kind !== 'responseCredit') expect.fail(`heard ${frame.kind}, awaited credit`);
        allowed += frame.bytes;
      }
      const end = Math.min(sent + chunkBytes, allowed, bytes.byteLength);
      guest.say({ kind: 'responseChunk', bytes: bytes.subarray(sent, end) });
      sent = end;
    }
    guest.say(guestFrame('responseEnd', { bytes: bytes.byteLength }));
  };
}

/** Runtime and extensions are back in `next`. */
export function completes(
  members: Partial<Extract<GuestFrame, { kind: 'invocationCompleted' }>> = {},
): Action {
  return (guest) => {
    const { requestId } = guest.last('invoke');
    guest.say(guestFrame('invocationCompleted', { requestId, ...members }));
  };
}

/** Goes on when the test says so. */
export function waitsFor(signal: Promise<unknown>): Action {
  return async () => {
    await signal;
  };
}

/** Ends the connection, as a killed shim does. */
export function vanishes(): Action {
  return vanishesAfter(0);
}

/** Sends only so many bytes of the frames, then ends the connection. */
export function vanishesAfter(bytes: number, ...frames: readonly GuestFrame[]): Action {
  return (guest) => {
    guest.stream.end(encodeFrames(frames).subarray(0, bytes));
  };
}

/** Leaves what the host sends from now on where it is. */
export function stopsReading(): Action {
  return (guest) => {
    guest.stream.pause();
  };
}

/** The host ends the channel. */
export function hearsTheEnd(): Action {
  return async (guest) => {
    if (!guest.stream.readableEnded) await once(guest.stream, 'end');
  };
}
