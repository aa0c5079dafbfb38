import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Channel } from '../../../src/channel/channel.ts';
import { createEventSender } from '../../../src/channel/event-sender.ts';
import { encodeFrames } from '../../../src/channel/frame-encoder.ts';
import type { GuestFrame } from '../../../src/channel/frames.ts';
import {
  greets,
  hears,
  hearsTheEnd,
  says,
  stopsReading,
  vanishes,
  vanishesAfter,
} from '../../support/guest-actions.ts';
import { guestFrame } from '../../support/guest-frames.ts';
import { createScriptedGuest } from '../../support/scripted-guest.ts';

describe('ended', () => {
  test('is null after close, and what was written before still arrives', async () => {
    const guest = createScriptedGuest(
      greets(),
      hears('shutdown', { reason: 'spindown' }),
      hearsTheEnd(),
    );
    const channel = await guest.connect();
    channel.send({ kind: 'shutdown', reason: 'spindown' });
    channel.close();
    channel.close();
    channel.send({ kind: 'freeze' });
    await expect(channel.ended).resolves.toBeNull();
    await guest.played;
    expect(guest.heard.map(({ kind }) => kind)).toEqual(['welcome', 'shutdown']);
  });

  test('is null when the shim goes after shutdownDone', async () => {
    const guest = createScriptedGuest(greets(), says(guestFrame('shutdownDone')), vanishes());
    const { channel, frames } = await listening(guest.connect());
    await expect(channel.ended).resolves.toBeNull();
    expect(frames).toEqual([guestFrame('shutdownDone')]);
  });

  test('says so when the shim goes without a word', async () => {
    const { channel } = await listening(createScriptedGuest(greets(), vanishes()).connect());
    await expect(channel.ended).resolves.toMatchObject({
      code: 'ChannelFailed',
      message: 'The channel to the shim ended: it closed the connection without a shutdown.',
    });
  });

  test("has the shim's own words, which are no frame for the listener", async () => {
    const script = says({ kind: 'protocolError', message: 'unknown frame kind 0x3f' });
    const { channel, frames } = await listening(createScriptedGuest(greets(), script).connect());
    expect((await channel.ended)?.message).toContain('unknown frame kind 0x3f');
    expect(frames).toEqual([]);
  });

  test('names a frame that cannot be read; what came before it was delivered', async () => {
    const guest = createScriptedGuest(greets(), says(guestFrame('mark')), ({ stream }) => {
      stream.write(Buffer.from('013f000000000000', 'hex'));
    });
    const { channel, frames } = await listening(guest.connect());
    expect((await channel.ended)?.message).toContain('kind 0x3f');
    expect(frames).toEqual([guestFrame('mark')]);
    channel.send({ kind: 'freeze' });
    await hearsTheEnd()(guest);
    expect(guest.heard.map(({ kind }) => kind)).toEqual(['welcome']);
  });

  test('has what the listener threw', async () => {
    const guest = createScriptedGuest(greets(), says(guestFrame('mark')));
    const channel = await guest.connect();
    const fault = new RangeError('a bug of ours');
    channel.onFrame(() => {
      throw fault;
    });
    await expect(channel.ended).resolves.toMatchObject({ cause: fault });
  });

  test('has the error of a broken connection', async () => {
    const guest = createScriptedGuest(greets());
    const { channel } = await listening(guest.connect());
    const fault = new RangeError('ECONNRESET');
    guest.hostStream.destroy(fault);
    await expect(channel.ended).resolves.toMatchObject({ code: 'ChannelFailed', cause: fault });
  });

  test('no frame is delivered after close', async () => {
    const guest = createScriptedGuest(greets());
    const channel = await guest.connect();
    const frames: GuestFrame[] = [];
    channel.onFrame((frame) => {
      frames.push(frame);
      channel.close();
    });
    await guest.play(says(guestFrame('mark'), guestFrame('frozen')));
    await channel.ended;
    await setImmediate();
    expect(frames).toEqual([guestFrame('mark')]);
  });
});

test('frames that nobody had listened to are not delivered after close', async () => {
  const guest = createScriptedGuest(
    says(guestFrame('hello'), guestFrame('mark')),
    hears('welcome'),
  );
  const channel = await guest.connect();
  channel.close();
  channel.onFrame(() => expect.fail('a frame after close'));
  await expect(channel.ended).resolves.toBeNull();
});

test('a stream that has ended before is an ended channel', async () => {
  const guest = createScriptedGuest();
  guest.hostStream.destroy();
  await once(guest.hostStream, 'close');
  await expect(guest.connect()).rejects.toMatchObject({
    message: 'The channel to the shim ended: it closed the connection without a shutdown.',
  });
});

describe('a shim that vanishes', () => {
  const said: GuestFrame[] = [
    guestFrame('mark'),
    guestFrame('responseHead'),
    { kind: 'responseChunk', bytes: Buffer.from('"hello"') },
    guestFrame('responseEnd'),
    guestFrame('log', { text: 'bye' }),
  ];
  const ends = said.map((_, index) => encodeFrames(said.slice(0, index + 1)).byteLength);

  test('at any byte: whole frames are delivered, the end says if it was within one', async () => {
    for (let bytes = 0; bytes <= (ends.at(-1) ?? 0); bytes += 1) {
      const guest = createScriptedGuest(greets(), vanishesAfter(bytes, ...said));
      const { channel, frames } = await listening(guest.connect());
      const error = await channel.ended;
      const whole = ends.filter((end) => end <= bytes).length;
      const isWhole = bytes === 0 || ends.includes(bytes);
      const delivered = frames.map(({ kind }) => kind);
      expect(delivered.slice(0, whole)).toEqual(said.slice(0, whole).map(({ kind }) => kind));
      // A chunk is handed on as it comes: its piece is all that there may be beyond whole frames.
      expect(delivered.slice(whole).filter((kind) => kind !== 'responseChunk')).toEqual([]);
      expect(error?.message).toContain(isWhole ? 'without a shutdown' : 'middle of a frame');
    }
  });

  test('at any byte of its hello: connecting fails', async () => {
    const hello = guestFrame('hello');
    for (let bytes = 0; bytes < encodeFrames([hello]).byteLength; bytes += 1) {
      const guest = createScriptedGuest(vanishesAfter(bytes, hello));
      await expect(guest.connect()).rejects.toMatchObject({ code: 'ChannelFailed' });
    }
  });
});

describe('a shim that stops reading', () => {
  test('is sent no more of an event than its room', async () => {
    const guest = createScriptedGuest(greets(), stopsReading());
    const channel = await guest.connect();
    await guest.played;
    const sender = createEventSender(channel, Buffer.alloc(6_000_000));
    channel.send(...sender.firstFrames());
    await setImmediate();
    expect(guest.hostStream.writableLength).toBeLessThan(70_000);
  });

  test('ends the channel before what it leaves unread fills the memory', async () => {
    const guest = createScriptedGuest(greets(), stopsReading());
    const channel = await guest.connect();
    await guest.played;
    for (let i = 0; i < 1_000; i += 1) {
      channel.send({ kind: 'tunnelData', stream: 1, bytes: Buffer.alloc(65_536) });
    }
    expect(guest.hostStream.writableLength).toBeLessThan(34_000_000);
    expect((await channel.ended)?.message).toMatch(/left \d+ bytes unread/);
  });
});

async function listening(
  connecting: Promise<Channel>,
): Promise<{ channel: Channel; frames: GuestFrame[] }> {
  const channel = await connecting;
  const frames: GuestFrame[] = [];
  channel.onFrame((frame) => frames.push(frame));
  return { channel, frames };
}
