import type { Channel } from '../channel/channel.ts';
import type { GuestFrame, TunnelFrame, TunnelOpenFrame } from '../channel/frames.ts';
import { LamboxError } from '../errors.ts';
import { Tunnel } from './tunnel.ts';

/** As many as the shim opens at once; there more connections wait. */
const openMax = 256;

/** The connections of one environment to services of this machine (docs/wire.md, "Both ways"). */
export class Tunnels {
  readonly #channel: Pick<Channel, 'send' | 'ended'>;
  /** No other port of this machine is ever reached. */
  readonly #ports: ReadonlySet<number>;
  readonly #open = new Map<number, Tunnel>();

  constructor(channel: Pick<Channel, 'send' | 'ended'>, ports: readonly number[]) {
    this.#channel = channel;
    this.#ports = new Set(ports);
    void channel.ended.then(() => this.#close());
  }

  /**
   * Whether the frame was a tunnel's.
   * @throws LamboxError `ChannelFailed` where the guest does not keep to the protocol
   */
  take(frame: GuestFrame): boolean {
    switch (frame.kind) {
      case 'tunnelOpen':
        this.#begin(frame);
        return true;
      case 'tunnelData':
      case 'tunnelClose':
      case 'tunnelCredit':
        // Of one that is closed: it was under way.
        this.#open.get(frame.stream)?.onFrame(frame);
        return true;
      default:
        return false;
    }
  }

  #begin({ stream, port }: TunnelOpenFrame): void {
    if (!this.#ports.has(port)) throw broken(`a tunnel to port ${port}, which was not offered`);
    if (this.#open.has(stream)) throw broken(`tunnel ${stream}, which is open`);
    if (this.#open.size === openMax) throw broken(`more than ${openMax} tunnels`);
    const tunnel = new Tunnel({
      stream,
      port,
      send: (frame: TunnelFrame) => this.#channel.send(frame),
      onEnd: () => this.#open.delete(stream),
    });
    this.#open.set(stream, tunnel);
  }

  #close(): void {
    for (const tunnel of [...this.#open.values()]) tunnel.close();
  }
}

function broken(what: string): LamboxError {
  return new LamboxError('ChannelFailed', `The shim opened ${what}.`);
}
