import type { Channel } from './channel.ts';
import { chunkBytesMax } from './frame-form.ts';
import type { HostFrame } from './frames.ts';

const creditBytes = 65_536;

/** Sends one event, never more of it than the guest has room for. */
export interface EventSender {
  /** The chunks to send in one piece with `invoke`; an empty event has none. */
  firstFrames(): readonly HostFrame[];
  /** The guest granted so many more bytes: sends what fits. */
  onCredit(bytes: number): void;
  /** The guest asked again: sends the event from its beginning, with a first time's credit. */
  restart(): void;
}

/** `event` is sent as it is and must not change before the invocation is over. */
export function createEventSender(channel: Channel, event: Uint8Array): EventSender {
  let sentBytes = 0;
  let allowedBytes = creditBytes;

  const nextFrames = (): readonly HostFrame[] => {
    const frames: HostFrame[] = [];
    const end = Math.min(event.byteLength, allowedBytes);
    while (sentBytes < end) {
      const bytes = event.subarray(sentBytes, Math.min(end, sentBytes + chunkBytesMax));
      frames.push({ kind: 'eventChunk', bytes });
      sentBytes += bytes.byteLength;
    }
    return frames;
  };

  const fromTheBeginning = (): readonly HostFrame[] => {
    sentBytes = 0;
    allowedBytes = creditBytes;
    return nextFrames();
  };

  return {
    firstFrames: fromTheBeginning,
    onCredit(bytes) {
      allowedBytes += bytes;
      channel.send(...nextFrames());
    },
    restart() {
      channel.send(...fromTheBeginning());
    },
  };
}
