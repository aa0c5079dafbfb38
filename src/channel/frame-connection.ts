import type { Duplex } from 'node:stream';
import { LamboxError } from '../errors.ts';
import { FrameDecoder } from './frame-decoder.ts';
import { encodeFrames } from './frame-encoder.ts';
import type { GuestFrame, HostFrame } from './frames.ts';

/**
 * Above what credit lets wait, 256 tunnels with 65,536 bytes each; who is so far behind does not
 * read at all.
 */
const unsentBytesMax = 33_554_432;

type FrameListener = (frame: GuestFrame) => void;

/** Frames over a stream, whether somebody listens or not. A channel is one that was greeted. */
export class FrameConnection {
  /** Resolves once: `null` after `close` or `shutdownDone`, else why it ended. */
  readonly ended: Promise<LamboxError | null>;
  readonly #stream: Duplex;
  readonly #settle: (error: LamboxError | null) => void;
  readonly #decoder = new FrameDecoder('guest', (frame: GuestFrame) => this.#receive(frame));
  #listener: FrameListener | null = null;
  #unheard: GuestFrame[] = [];
  #over = false;
  #shutDown = false;

  constructor(stream: Duplex) {
    const { promise, resolve } = Promise.withResolvers<LamboxError | null>();
    this.ended = promise;
    this.#settle = resolve;
    this.#stream = stream;
    stream.on('error', (cause) => this.#fail(gone('the connection broke', cause)));
    stream.on('end', () => this.#end());
    stream.on('close', () => this.#end());
    if (stream.destroyed || stream.readableEnded) this.#end();
    else stream.on('data', (bytes: Buffer) => this.#read(bytes));
  }

  /** Writes the frames in one piece. After the end it does nothing. */
  send(frames: readonly HostFrame[]): void {
    if (this.#over || frames.length === 0) return;
    this.#stream.write(encodeFrames(frames));
    if (this.#stream.writableLength > unsentBytesMax) {
      this.#fail(gone(`it left ${this.#stream.writableLength} bytes unread`));
    }
  }

  /** Frames go to the listener from now on; to `null`: they wait, and the guest with them. */
  listen(listener: FrameListener | null): void {
    this.#listener = listener;
    if (listener === null) {
      this.#stream.pause();
      return;
    }
    for (const frame of this.#unheard.splice(0)) this.#listener?.(frame);
    this.#stream.resume();
  }

  pause(): void {
    this.#stream.pause();
  }

  resume(): void {
    if (this.#listener !== null) this.#stream.resume();
  }

  /** Sends what was written, then ends. No frame is delivered after it. */
  close(): void {
    this.#unheard = [];
    if (this.#over) return;
    this.#over = true;
    this.#settle(null);
    this.#stream.end(() => this.#stream.destroy());
  }

  #read(bytes: Buffer): void {
    if (this.#over) return;
    try {
      this.#decoder.push(bytes);
    } catch (error) {
      this.#fail(error instanceof LamboxError ? error : gone('its frame was not handled', error));
    }
  }

  #receive(frame: GuestFrame): void {
    if (this.#over) return;
    if (frame.kind === 'protocolError') {
      this.#fail(gone(`it could not read what it was sent: ${frame.message}`));
      return;
    }
    this.#shutDown ||= frame.kind === 'shutdownDone';
    if (this.#listener === null) this.#unheard.push(frame);
    else this.#listener(frame);
  }

  #end(): void {
    if (this.#decoder.midFrame) this.#fail(gone('it stopped in the middle of a frame'));
    else if (this.#shutDown) this.#fail(null);
    else this.#fail(gone('it closed the connection without a shutdown'));
  }

  #fail(error: LamboxError | null): void {
    if (this.#over) return;
    this.#over = true;
    this.#settle(error);
    this.#stream.destroy();
  }
}

function gone(why: string, cause?: unknown): LamboxError {
  const details = cause === undefined ? {} : { cause };
  return new LamboxError('ChannelFailed', `The channel to the shim ended: ${why}.`, details);
}
