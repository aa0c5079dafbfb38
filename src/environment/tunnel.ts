import { connect, type Socket } from 'node:net';
import { chunkBytesMax } from '../channel/frame-form.ts';
import type { TunnelFrame } from '../channel/frames.ts';
import { LamboxError } from '../errors.ts';

/** What each side may be sent beyond what it has granted. */
const windowBytes = 65_536;

export interface TunnelOptions {
  readonly stream: number;
  /** On this machine's loopback. */
  readonly port: number;
  readonly send: (frame: TunnelFrame) => void;
  /** Called once, when both directions are closed. */
  readonly onEnd: () => void;
}

/**
 * One connection of the function to a service of this machine. Each direction closes by itself;
 * whoever reads slowly holds the other side back.
 */
export class Tunnel {
  readonly #options: TunnelOptions;
  readonly #socket: Socket;
  /** What the service has said and the guest has no room for. */
  #waiting: Buffer = Buffer.alloc(0);
  #allowedBytes = windowBytes;
  /** Of the guest's, what the service has not taken. */
  #heldBytes = 0;
  #serviceDone = false;
  #guestDone = false;
  #saidDone = false;
  #over = false;

  constructor(options: TunnelOptions) {
    this.#options = options;
    // Of localhost's addresses the first at which somebody listens.
    this.#socket = connect({
      host: 'localhost',
      port: options.port,
      allowHalfOpen: true,
      autoSelectFamily: true,
      noDelay: true,
      lookup: (_host, _lookup, answer) => answer(null, loopback),
    });
    this.#socket.on('data', (bytes: Buffer) => this.#onService(bytes));
    this.#socket.on('end', () => {
      this.#serviceDone = true;
      this.#pass();
    });
    this.#socket.on('error', (error: NodeJS.ErrnoException) => this.#break(error));
    this.#socket.on('close', () => this.#break(null));
  }

  /** @throws LamboxError `ChannelFailed` where the guest does not keep to the protocol */
  onFrame(frame: TunnelFrame): void {
    if (this.#over) return;
    if (frame.kind === 'tunnelData') this.#onGuest(frame.bytes);
    else if (frame.kind === 'tunnelCredit') {
      this.#allowedBytes += frame.bytes;
      this.#pass();
    } else if (frame.error !== null) this.close();
    else this.#onGuestDone();
  }

  /** Ends both directions and says nothing: the guest knows, or is gone. */
  close(): void {
    if (this.#over) return;
    this.#over = true;
    this.#socket.destroy();
    this.#options.onEnd();
  }

  #onGuest(bytes: Uint8Array): void {
    this.#heldBytes += bytes.byteLength;
    if (this.#guestDone || this.#heldBytes > windowBytes) {
      const why = this.#guestDone ? 'behind its end' : 'beyond its credit';
      const message = `The shim sent bytes of tunnel ${this.#options.stream} ${why}.`;
      throw new LamboxError('ChannelFailed', message);
    }
    this.#socket.write(bytes, (error) => {
      if (error || this.#over) return;
      this.#heldBytes -= bytes.byteLength;
      const { stream, send } = this.#options;
      send({ kind: 'tunnelCredit', stream, bytes: bytes.byteLength });
    });
  }

  #onGuestDone(): void {
    this.#guestDone = true;
    this.#socket.end();
    this.#endWhenDone();
  }

  #onService(bytes: Buffer): void {
    this.#waiting = this.#waiting.length === 0 ? bytes : Buffer.concat([this.#waiting, bytes]);
    this.#pass();
  }

  /** Hands on what the guest has room for. */
  #pass(): void {
    if (this.#over) return;
    const { stream, send } = this.#options;
    while (this.#waiting.length > 0 && this.#allowedBytes > 0) {
      const bytes = this.#waiting.subarray(0, Math.min(this.#allowedBytes, chunkBytesMax));
      this.#waiting = this.#waiting.subarray(bytes.length);
      this.#allowedBytes -= bytes.length;
      send({ kind: 'tunnelData', stream, bytes });
    }
    if (this.#waiting.length > 0) this.#socket.pause();
    else this.#socket.resume();
    if (!this.#serviceDone || this.#waiting.length > 0 || this.#saidDone) return;
    this.#saidDone = true;
    send({ kind: 'tunnelClose', stream, error: null });
    this.#endWhenDone();
  }

  #endWhenDone(): void {
    if (!this.#guestDone || !this.#saidDone || this.#over) return;
    this.#over = true;
    // The socket ends by itself when the service has taken the rest; nobody waits for that.
    this.#socket.unref();
    this.#options.onEnd();
  }

  #break(error: NodeJS.ErrnoException | null): void {
    if (this.#over) return;
    const { stream, send } = this.#options;
    // Of several addresses Node.js says only the code.
    const why = error === null ? 'the service closed it' : error.message || (error.code ?? '');
    send({ kind: 'tunnelClose', stream, error: why });
    this.close();
  }
}

const loopback = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];
