import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PreparedChannel } from '../../../src/channel/channel.ts';
import { createEventSender } from '../../../src/channel/event-sender.ts';
import type { GuestFrame } from '../../../src/channel/frames.ts';
import { createResponseCredit } from '../../../src/channel/response-credit.ts';
import { createSocketTransport } from '../../../src/channel/socket-transport.ts';
import {
  answers,
  completes,
  greets,
  hears,
  hearsEvent,
  hearsTheEnd,
  says,
} from '../../support/guest-actions.ts';
import { guestFrame } from '../../support/guest-frames.ts';
import { invokeFrame } from '../../support/host-frames.ts';
import { playGuest } from '../../support/scripted-guest.ts';

let home: string;
let directory: string;
let prepared: PreparedChannel;
const umaskBefore = process.umask();

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'lambox-channel-'));
  directory = join(home, 'run');
  process.umask(0o077);
  prepared = await createSocketTransport({ directory }).prepare('e1');
});

afterEach(async () => {
  process.umask(umaskBefore);
  await prepared.dispose();
  rmSync(home, { recursive: true });
});

describe('what is prepared', () => {
  test('a folder to mount, and how the shim finds the socket in it', () => {
    expect(prepared).toMatchObject({
      mounts: [{ source: join(directory, 'e1'), target: '/var/lambox/channel', readOnly: true }],
      shimArguments: ['--channel', 'unix:/var/lambox/channel/s'],
      needsStream: false,
    });
  });

  test('only the owner reaches it from the host, everybody from the container', () => {
    expect(modeOf(directory)).toBe(0o700);
    expect(modeOf(join(directory, 'e1'))).toBe(0o755);
    expect(modeOf(socketPath())).toBe(0o666);
  });

  test('dispose removes it, connected or not, as often as it is called', async () => {
    await prepared.dispose();
    await prepared.dispose();
    expect(existsSync(join(directory, 'e1'))).toBe(false);
    await expect(prepared.connect(null, AbortSignal.timeout(30_000))).rejects.toMatchObject({
      code: 'ChannelFailed',
    });
  });

  test('dispose ends a connection that nobody has taken up', async () => {
    const guest = playGuest(await dial(), hearsTheEnd());
    await prepared.dispose();
    await guest.played;
  });
});

describe('a connection', () => {
  test('is the only one: the path is gone once it is there', async () => {
    const guest = playGuest(await dial(), greets());
    const channel = await prepared.connect(null, AbortSignal.timeout(30_000));
    await guest.played;
    expect(existsSync(socketPath())).toBe(false);
    await expect(dial()).rejects.toMatchObject({ code: 'ENOENT' });
    channel.close();
    await hearsTheEnd()(guest);
  });

  test('goes on when what was prepared is removed', async () => {
    const guest = playGuest(await dial(), greets(), hears('freeze'));
    const channel = await prepared.connect(null, AbortSignal.timeout(30_000));
    await prepared.dispose();
    channel.send({ kind: 'freeze' });
    await guest.played;
    channel.close();
  });

  test('may come after connect was called', async () => {
    const connecting = prepared.connect(null, AbortSignal.timeout(30_000));
    const guest = playGuest(await dial(), greets());
    (await connecting).close();
    await guest.played;
  });

  test('is not waited for beyond the signal', async () => {
    const connecting = prepared.connect(null, AbortSignal.abort('no more'));
    await expect(connecting).rejects.toMatchObject({ code: 'ChannelFailed', cause: 'no more' });
  });

  test('carries an event of 6 MB and its echo, within credit', async () => {
    const event = Buffer.alloc(6_000_000, '0123456789abcdef!');
    const guest = playGuest(await dial(), greets(), hearsEvent(event), answers(event), completes());
    const channel = await prepared.connect(null, AbortSignal.timeout(30_000));
    const sender = createEventSender(channel, event);
    const credit = createResponseCredit(channel);
    const pieces: Uint8Array[] = [];
    const completed = new Promise<void>((resolve) => {
      channel.onFrame((frame) => {
        if (frame.kind === 'eventCredit') sender.onCredit(frame.bytes);
        if (frame.kind === 'responseChunk') {
          pieces.push(frame.bytes);
          credit.consumed(frame.bytes.byteLength);
        }
        if (frame.kind === 'invocationCompleted') resolve();
      });
    });
    channel.send(invokeFrame({ eventBytes: event.byteLength }), ...sender.firstFrames());
    await completed;
    await guest.played;
    expect(Buffer.concat(pieces).equals(event)).toBe(true);
    channel.close();
  });

  test('whose shim dies with our words unread still gives its last ones', async () => {
    const socket = await dial();
    const guest = playGuest(socket, greets());
    const channel = await prepared.connect(null, AbortSignal.timeout(30_000));
    await guest.played;
    const frames: GuestFrame[] = [];
    channel.onFrame((frame) => frames.push(frame));
    socket.pause();
    channel.send({ kind: 'tunnelData', stream: 1, bytes: Buffer.alloc(65_536) });
    await guest.play(says(guestFrame('processExited')), () => void socket.destroySoon());
    expect(await channel.ended).toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect(frames).toEqual([guestFrame('processExited')]);
  });
});

describe('what cannot be prepared', () => {
  test('a path beyond 107 bytes names it and the remedy', async () => {
    const fits = 107 - Buffer.byteLength(join(home, '/e1/s')) - 1;
    const transport = (length: number) =>
      createSocketTransport({ directory: join(home, 'x'.repeat(length)) });
    await expect(transport(fits + 1).prepare('e1')).rejects.toMatchObject({
      code: 'InvalidOption',
      message: expect.stringMatching(/xxx\/e1\/s has a path of 108 bytes, expected at most 107/),
      remedy: expect.stringContaining('XDG_RUNTIME_DIR'),
    });
    const longest = await transport(fits).prepare('e1');
    await longest.dispose();
  });

  test('a folder that is there already', async () => {
    const again = createSocketTransport({ directory }).prepare('e1');
    await expect(again).rejects.toMatchObject({ code: 'StorageFailed' });
  });
});

const socketPath = (): string => join(directory, 'e1', 's');
const modeOf = (path: string): number => statSync(path).mode & 0o7777;

async function dial(): Promise<Socket> {
  const socket = connect(socketPath());
  await once(socket, 'connect');
  return socket;
}
