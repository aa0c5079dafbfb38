import { type Duplex, duplexPair } from 'node:stream';
import { expect } from 'vitest';
import type { Channel } from '../../src/channel/channel.ts';
import { FrameDecoder } from '../../src/channel/frame-decoder.ts';
import { encodeFrames } from '../../src/channel/frame-encoder.ts';
import { createFramedChannel } from '../../src/channel/framed-channel.ts';
import type { GuestFrame, HostFrame } from '../../src/channel/frames.ts';

/** One line of the guest's part: `guest-actions.ts` has them. */
export type Action = (guest: ScriptedGuest) => Promise<void> | void;

/**
 * A guest that follows a script of what it hears and says, in memory:
 *
 *     const guest = createScriptedGuest(greets(), hears('initialize'), says(guestFrame('mark')));
 *     const channel = await guest.connect();
 *     channel.send(…);
 *     await guest.played;
 */
export function createScriptedGuest(...script: readonly Action[]): ScriptedGuest {
  const [guestEnd, hostEnd] = duplexPair();
  return new ScriptedGuest(guestEnd, hostEnd, script);
}

/** The same at the guest's end of a real connection, e.g. `net.connect(path)`. */
export function playGuest(guestEnd: Duplex, ...script: readonly Action[]): ScriptedGuest {
  return new ScriptedGuest(guestEnd, null, script);
}

export class ScriptedGuest {
  /** Every frame the host has sent so far. */
  readonly heard: HostFrame[] = [];
  /** The guest's end. */
  readonly stream: Duplex;
  readonly #hostEnd: Duplex | null;
  #taken = 0;
  #script: Promise<void> = Promise.resolve();

  constructor(guestEnd: Duplex, hostEnd: Duplex | null, script: readonly Action[]) {
    this.stream = guestEnd;
    this.#hostEnd = hostEnd;
    const decoder = new FrameDecoder('host', (frame) => this.heard.push(frame));
    guestEnd.on('data', (bytes: Buffer) => decoder.push(bytes));
    guestEnd.on('error', () => {});
    this.play(...script);
  }

  /** Resolves when the script so far is played; rejects where the host departed from it. */
  get played(): Promise<void> {
    return this.#script;
  }

  /** The host's end, for an engine's `attachContainer` or a transport's `connect`. */
  get hostStream(): Duplex {
    return this.#hostEnd ?? expect.fail('this guest plays over a connection of the test');
  }

  /** The host's channel; the script must begin with `greets()`. */
  connect(signal: AbortSignal = AbortSignal.timeout(30_000)): Promise<Channel> {
    return createFramedChannel(this.hostStream, signal);
  }

  /** Appends to the script. */
  play(...actions: readonly Action[]): Promise<void> {
    for (const action of actions) this.#script = this.#script.then(() => action(this));
    // Whoever awaits `played` is told; nobody must.
    this.#script.catch(() => {});
    return this.#script;
  }

  say(...frames: readonly GuestFrame[]): void {
    this.stream.write(encodeFrames(frames));
  }

  /** The host's next frame. Credit is passed over by who expects something else. */
  async hear(expected: HostFrame['kind']): Promise<HostFrame> {
    for (;;) {
      const frame = this.heard[this.#taken] ?? (await this.#waitForFrame(expected));
      this.#taken += 1;
      if (frame.kind !== 'responseCredit' || expected === 'responseCredit') return frame;
    }
  }

  /** The last frame of the kind that was heard. */
  last<Kind extends HostFrame['kind']>(kind: Kind): Extract<HostFrame, { kind: Kind }> {
    const isKind = (frame: HostFrame): frame is Extract<HostFrame, { kind: Kind }> =>
      frame.kind === kind;
    return this.heard.findLast(isKind) ?? expect.fail(`the host has not sent ${kind}`);
  }

  async #waitForFrame(expected: string): Promise<HostFrame> {
    const ended = (): boolean => this.stream.readableEnded || this.stream.destroyed;
    while (this.heard.length === this.#taken && !ended()) await activity(this.stream);
    return (
      this.heard[this.#taken] ??
      expect.fail(`the host ended the channel where ${expected} was expected`)
    );
  }
}

/** The stream's next data or its end, after the guest's own listeners, which were there before. */
function activity(stream: Duplex): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const events = ['data', 'end', 'close'] as const;
  const onActivity = (): void => {
    for (const event of events) stream.off(event, onActivity);
    resolve();
  };
  for (const event of events) stream.on(event, onActivity);
  return promise;
}
