import type { Channel } from '../channel/channel.ts';

/**
 * Who cannot take the output as fast as it comes holds back the guest, and so the function: it is
 * not read until the output is taken. Only while a phase runs: what ends one has to be heard.
 */
export class LogPressure {
  readonly #channel: Pick<Channel, 'pause' | 'resume'>;
  #untaken = 0;
  #engaged = false;

  constructor(channel: Pick<Channel, 'pause' | 'resume'>) {
    this.#channel = channel;
  }

  /** A phase begins. */
  engage(): void {
    this.#engaged = true;
    if (this.#untaken > 0) this.#channel.pause();
  }

  /** The guest is read, whoever is behind: it is asked what it has to answer to. */
  release(): void {
    this.#engaged = false;
    if (this.#untaken > 0) this.#channel.resume();
  }

  /** Output that is taken when the promise settles, or was at once. */
  hold(taken: void | Promise<void>): void {
    if (taken === undefined) return;
    this.#untaken += 1;
    if (this.#engaged && this.#untaken === 1) this.#channel.pause();
    const done = (): void => {
      this.#untaken -= 1;
      if (this.#engaged && this.#untaken === 0) this.#channel.resume();
    };
    taken.then(done, done);
  }
}
