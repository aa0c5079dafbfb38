import type { Duplex } from 'node:stream';
import type { GuestFrame, HostFrame } from './frames.ts';

/** The framed connection to one shim. `docs/wire.md` says what travels on it. */
export interface Channel {
  /** What the shim said of itself. */
  readonly hello: Extract<GuestFrame, { kind: 'hello' }>;
  /** Writes the frames in one piece. After the end it does nothing. */
  send(...frames: readonly HostFrame[]): void;
  /**
   * Where the guest's frames go, in order, synchronously; set exactly once. Frames that came
   * before are delivered at once; until then the guest is not read. A `protocolError` is not
   * delivered: it is why the channel ended. What the listener throws ends the channel, too.
   */
  onFrame(listener: (frame: GuestFrame) => void): void;
  /** Reads no more of the guest, so that it has to wait; a few frames may still come. */
  pause(): void;
  /** Reads on. */
  resume(): void;
  /**
   * Resolves once, when the connection has ended, and never rejects: `null` after `close` or the
   * guest's `shutdownDone`, else a LamboxError `ChannelFailed` that says why.
   */
  readonly ended: Promise<Error | null>;
  /** Sends what was written, then ends. No frame is delivered after it. */
  close(): void;
}

/** One way for frames to travel. One probe per engine decides which. */
export interface ChannelTransport {
  readonly name: 'socket' | 'attach';
  /** Prepares the host's end before the container exists. */
  prepare(environmentId: string): Promise<PreparedChannel>;
}

/** The host's end of a channel whose container does not run yet. */
export interface PreparedChannel {
  /** Mounts that the container needs. */
  readonly mounts: readonly { source: string; target: string; readOnly: boolean }[];
  /** Arguments for the shim. */
  readonly shimArguments: readonly string[];
  /** Whether the container must be attached before it starts, its stream handed to `connect`. */
  readonly needsStream: boolean;
  /**
   * Waits for the shim's hello and welcomes it.
   * @throws LamboxError `ChannelFailed` when it speaks another protocol, or the signal aborts
   * first.
   */
  connect(stream: Duplex | null, signal: AbortSignal): Promise<Channel>;
  /** Removes what was prepared: socket, folder. Safe to call at any time, more than once. */
  dispose(): Promise<void>;
}
