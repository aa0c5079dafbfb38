import type { Channel } from '../../src/channel/channel.ts';
import type { HostFrame } from '../../src/channel/frames.ts';
import { guestFrame } from './guest-frames.ts';

/** A channel with nobody at its other end: `sent` has one entry for each `send`. */
export function recordingChannel(): { channel: Channel; sent: (readonly HostFrame[])[] } {
  const sent: (readonly HostFrame[])[] = [];
  const { promise: ended, resolve } = Promise.withResolvers<Error | null>();
  const channel: Channel = {
    hello: guestFrame('hello'),
    send: (...frames) => {
      if (frames.length > 0) sent.push(frames);
    },
    onFrame: () => {},
    pause: () => {},
    resume: () => {},
    ended,
    close: () => resolve(null),
  };
  return { channel, sent };
}
