import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { GuestFrame } from '../../../src/channel/frames.ts';
import { Tunnels } from '../../../src/environment/tunnels.ts';
import { greets } from '../../support/guest-actions.ts';
import { openLoopbackService, unusedPort } from '../../support/loopback-service.ts';
import { createScriptedGuest, type ScriptedGuest } from '../../support/scripted-guest.ts';

const windowBytes = 65_536;
const { lo = [] } = networkInterfaces();
const hasIpv6 = lo.some(({ address }) => address === '::1');

async function openTunnels(...ports: readonly number[]) {
  const guest = createScriptedGuest(greets());
  const channel = await guest.connect();
  await guest.played;
  const tunnels = new Tunnels(channel, ports);
  channel.onFrame((frame) => expect(tunnels.take(frame)).toBe(true));
  return { guest, channel };
}

const open = (stream: number, port: number) => ({ kind: 'tunnelOpen', stream, port }) as const;
const close = (stream: number, error: string | null = null) =>
  ({ kind: 'tunnelClose', stream, error }) as const;
const data = (stream: number, bytes: Uint8Array) =>
  ({ kind: 'tunnelData', stream, bytes }) as const;

/** Collects what the host sends on one stream, granting for each piece, until it closes. */
async function collect(guest: ScriptedGuest, stream: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for (;;) {
    const frame = await guest.hear('tunnelData');
    if (!('stream' in frame) || frame.stream !== stream) continue;
    if (frame.kind === 'tunnelClose') return Buffer.concat(pieces);
    if (frame.kind !== 'tunnelData') continue;
    pieces.push(frame.bytes);
    guest.say({ kind: 'tunnelCredit', stream, bytes: frame.bytes.byteLength });
  }
}

/** Says bytes within the credit that the host grants. */
async function sayAll(guest: ScriptedGuest, stream: number, bytes: Buffer): Promise<void> {
  let allowed = windowBytes;
  for (let sent = 0; sent < bytes.length; ) {
    while (allowed === 0) {
      const frame = await guest.hear('tunnelCredit');
      if (frame.kind === 'tunnelCredit') allowed += frame.bytes;
    }
    const piece = bytes.subarray(sent, sent + Math.min(allowed, 16_384));
    guest.say(data(stream, piece));
    sent += piece.length;
    allowed -= piece.length;
  }
  guest.say(close(stream));
}

describe('Tunnels', () => {
  it('carry a question and its answer, each direction closing by itself', async () => {
    await using service = await openLoopbackService();
    const { guest } = await openTunnels(service.port);
    guest.say(open(1, service.port), data(1, Buffer.from('question')), close(1));
    const socket = await service.accept();
    expect((await buffer(socket)).toString()).toBe('question');
    socket.end('answer');
    expect((await collect(guest, 1)).toString()).toBe('answer');
    expect(guest.last('tunnelClose')).toMatchObject({ stream: 1, error: null });
  });

  it('carry megabytes out, no more at once than the service takes', async () => {
    await using service = await openLoopbackService();
    const { guest } = await openTunnels(service.port);
    const sent = Buffer.alloc(3_000_000, '0123456789');
    guest.say(open(7, service.port));
    const socket = await service.accept();
    const [got] = await Promise.all([buffer(socket), sayAll(guest, 7, sent)]);
    expect(got.equals(sent)).toBe(true);
  });

  it('carry megabytes in, no more at once than the guest has granted', async () => {
    await using service = await openLoopbackService();
    const { guest } = await openTunnels(service.port);
    const sent = Buffer.alloc(3_000_000, '0123456789');
    guest.say(open(2, service.port));
    const socket = await service.accept();
    socket.end(sent);
    const first = await guest.hear('tunnelData');
    const bytes = first.kind === 'tunnelData' ? first.bytes.byteLength : 0;
    // Without a grant the window is filled, and then nothing more comes until the other asks.
    let heard = bytes;
    while (heard < windowBytes) {
      const frame = await guest.hear('tunnelData');
      if (frame.kind === 'tunnelData') heard += frame.bytes.byteLength;
    }
    guest.say(open(3, service.port), close(3));
    await service.accept();
    expect(heard).toBe(windowBytes);
    expect(bytesOf(guest, 2)).toBe(windowBytes);
    guest.say({ kind: 'tunnelCredit', stream: 2, bytes: windowBytes });
    expect((await collect(guest, 2)).length).toBe(sent.length - windowBytes);
  });

  it('close with an error where nobody listens', async () => {
    const port = await unusedPort();
    const { guest } = await openTunnels(port);
    guest.say(open(1, port));
    const frame = await guest.hear('tunnelClose');
    expect(frame).toMatchObject({ stream: 1, error: expect.stringContaining('ECONNREFUSED') });
  });

  it.skipIf(!hasIpv6)('reach a service that listens on [::1] alone', async () => {
    await using service = await openLoopbackService('::1');
    const { guest } = await openTunnels(service.port);
    guest.say(open(1, service.port));
    (await service.accept()).end('six');
    expect((await collect(guest, 1)).toString()).toBe('six');
  });

  it('tell a reset from an end', async () => {
    await using service = await openLoopbackService();
    const { guest } = await openTunnels(service.port);
    guest.say(open(1, service.port));
    (await service.accept()).resetAndDestroy();
    const frame = await guest.hear('tunnelClose');
    expect(frame).toMatchObject({ error: expect.stringContaining('ECONNRESET') });
  });

  it('let go of the service when the guest closes with an error, or its channel ends', async () => {
    await using service = await openLoopbackService();
    const { guest, channel } = await openTunnels(service.port);
    guest.say(open(1, service.port), open(2, service.port));
    const [one, two] = [await service.accept(), await service.accept()];
    const ends = [once(one, 'close'), once(two, 'close')];
    one.end();
    two.end();
    guest.say(close(1, 'reset'), data(1, Buffer.from('under way')));
    channel.close();
    await Promise.all(ends);
  });
});

describe('Tunnels end the channel', () => {
  const cases: readonly (readonly [string, (port: number) => readonly GuestFrame[]])[] = [
    ['which was not offered', () => [open(1, 22)]],
    ['tunnel 1, which is open', (port) => [open(1, port), open(1, port)]],
    ['more than 256', (port) => Array.from({ length: 257 }, (_, i) => open(i + 1, port))],
    ['beyond its credit', (port) => [open(1, port), ...tooMuch]],
    ['behind its end', (port) => [open(1, port), close(1), data(1, Buffer.from('x'))]],
  ];
  const tooMuch = [data(1, Buffer.alloc(windowBytes)), data(1, Buffer.from('x'))];

  it.each(cases)('%s', async (text, frames) => {
    await using service = await openLoopbackService();
    const { guest, channel } = await openTunnels(service.port);
    guest.say(...frames(service.port));
    const error = await channel.ended;
    expect(String(error?.cause ?? error)).toContain(text);
  });
});

function bytesOf({ heard }: ScriptedGuest, stream: number): number {
  return heard.reduce((sum, frame) => {
    const isPiece = frame.kind === 'tunnelData' && frame.stream === stream;
    return sum + (isPiece ? frame.bytes.byteLength : 0);
  }, 0);
}
