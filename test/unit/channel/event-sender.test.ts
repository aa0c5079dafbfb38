import { describe, expect, test } from 'vitest';
import { createEventSender } from '../../../src/channel/event-sender.ts';
import type { HostFrame } from '../../../src/channel/frames.ts';
import { recordingChannel } from '../../support/recording-channel.ts';

const window = 65_536;

describe('an event', () => {
  test('that fits is one chunk, a view of it', () => {
    const event = new TextEncoder().encode('{"a":1}');
    const frames = createEventSender(recordingChannel().channel, event).firstFrames();
    expect(frames).toEqual([{ kind: 'eventChunk', bytes: event }]);
    for (const frame of frames) {
      expect(frame.kind === 'eventChunk' && frame.bytes.buffer === event.buffer).toBe(true);
    }
  });

  test('that is empty has no chunk', () => {
    expect(createEventSender(recordingChannel().channel, new Uint8Array(0)).firstFrames()).toEqual(
      [],
    );
  });

  test('goes as far as the guest has room, and on with its credit', () => {
    const { channel, sent } = recordingChannel();
    const event = Buffer.alloc(200_000, 'abc');
    const sender = createEventSender(channel, event);
    const first = sender.firstFrames();
    expect(lengths(first)).toEqual([window]);
    expect(sent).toEqual([]);
    sender.onCredit(10_000);
    sender.onCredit(500_000);
    expect(sent.map(lengths)).toEqual([[10_000], [65_536, 200_000 - 2 * window - 10_000]]);
    expect(bytesOf([...first, ...sent.flat()])).toEqual(event);
    sender.onCredit(1);
    expect(sent.flat()).toHaveLength(3);
  });

  test('that is asked for again begins anew, and its credit with it', () => {
    const { channel, sent } = recordingChannel();
    const event = Buffer.alloc(100_000, 'abc');
    const sender = createEventSender(channel, event);
    sender.firstFrames();
    sender.onCredit(100_000);
    sent.length = 0;
    sender.restart();
    expect(sent.map(lengths)).toEqual([[window]]);
    sender.onCredit(100);
    expect(sent.map(lengths)).toEqual([[window], [100]]);
    sender.onCredit(100_000);
    expect(bytesOf(sent.flat())).toEqual(event);
  });
});

function lengths(frames: readonly HostFrame[]): number[] {
  return frames.map((frame) => (frame.kind === 'eventChunk' ? frame.bytes.byteLength : -1));
}

function bytesOf(frames: readonly HostFrame[]): Buffer {
  return Buffer.concat(
    frames.map((frame) => (frame.kind === 'eventChunk' ? frame.bytes : new Uint8Array(0))),
  );
}
