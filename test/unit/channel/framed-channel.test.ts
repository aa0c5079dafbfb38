import { describe, expect, test, vi } from 'vitest';
import type { GuestFrame } from '../../../src/channel/frames.ts';
import { greets, hears, hearsTheEnd, says } from '../../support/guest-actions.ts';
import { guestFrame } from '../../support/guest-frames.ts';
import { invokeFrame } from '../../support/host-frames.ts';
import { createScriptedGuest } from '../../support/scripted-guest.ts';

describe('the greeting', () => {
  test("the shim's hello is welcomed and kept", async () => {
    const guest = createScriptedGuest(
      says(guestFrame('hello', { capabilities: ['freeze', 'tunnel'] })),
      hears('welcome', { protocol: 1 }),
    );
    const channel = await guest.connect();
    expect(channel.hello).toEqual(guestFrame('hello', { capabilities: ['freeze', 'tunnel'] }));
    await guest.played;
  });

  test('anything else is refused, and the connection ends', async () => {
    const guest = createScriptedGuest(says(guestFrame('mark')), hearsTheEnd());
    await expect(guest.connect()).rejects.toMatchObject({
      code: 'ChannelFailed',
      message: 'The shim began with mark, expected hello.',
    });
    await guest.played;
    expect(guest.heard).toEqual([]);
  });

  test('a hello of another protocol is refused', async () => {
    const guest = createScriptedGuest(({ stream }) => {
      const json = '{"protocol":2,"shim":"9"}';
      stream.write(Buffer.from([1, 0x40, 0, 0, 0, 0, 0, json.length]));
      stream.write(json);
    }, hearsTheEnd());
    await expect(guest.connect()).rejects.toMatchObject({
      code: 'ChannelFailed',
      message: 'hello.protocol is 2, expected 1',
    });
    await guest.played;
  });

  test('a shim that says nothing is waited for as long as the signal allows', async () => {
    const guest = createScriptedGuest(hearsTheEnd());
    const abort = new AbortController();
    const connecting = guest.connect(abort.signal);
    abort.abort('time is up');
    await expect(connecting).rejects.toMatchObject({
      code: 'ChannelFailed',
      message: "Gave up waiting for the shim's hello.",
      cause: 'time is up',
    });
    await guest.played;
  });
});

describe('frames', () => {
  test('one send is one write', async () => {
    const guest = createScriptedGuest(greets(), hears('invoke'), hears('eventChunk'));
    const channel = await guest.connect();
    const write = vi.spyOn(guest.hostStream, 'write');
    channel.send(invokeFrame({ eventBytes: 65_536 }), {
      kind: 'eventChunk',
      bytes: Buffer.alloc(65_536),
    });
    expect(write).toHaveBeenCalledTimes(1);
    channel.send();
    expect(write).toHaveBeenCalledTimes(1);
    await guest.played;
  });

  test('that came before there was a listener are delivered at once, in order', async () => {
    const guest = createScriptedGuest(
      says(guestFrame('hello'), guestFrame('mark'), guestFrame('frozen')),
      hears('welcome'),
    );
    const channel = await guest.connect();
    await guest.played;
    const frames: GuestFrame[] = [];
    channel.onFrame((frame) => frames.push(frame));
    expect(frames).toEqual([guestFrame('mark'), guestFrame('frozen')]);
  });

  test('do not pile up while nobody listens', async () => {
    const chunk: GuestFrame = { kind: 'responseChunk', bytes: Buffer.alloc(65_536) };
    const guest = createScriptedGuest(greets());
    const channel = await guest.connect();
    await guest.played;
    for (let i = 0; i < 100; i += 1) guest.say(chunk);
    await new Promise((resolve) => setImmediate(resolve));
    expect(guest.stream.writableLength).toBeGreaterThan(6_000_000);
    let bytes = 0;
    const all = new Promise<void>((resolve) => {
      channel.onFrame((frame) => {
        if (frame.kind === 'responseChunk') bytes += frame.bytes.byteLength;
        if (bytes === 6_553_600) resolve();
      });
    });
    await all;
  });
});
