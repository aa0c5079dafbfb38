import type { Environment } from './environment.ts';

/** Runtime clients ask for their first event in milliseconds, large programs within a second. */
export const silentStartMs = 2_000;

/**
 * Says once, of the first environment that is silent, that a program has not asked for an event:
 * it may have no runtime client. Nothing else follows from it, since a slow start is allowed.
 */
export class SilentStart {
  readonly #say: (line: string) => void;
  #said = false;

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  watch(environment: Pick<Environment, 'state' | 'ended'>): void {
    if (this.#said) return;
    const timer = setTimeout(() => this.#look(environment), silentStartMs);
    void environment.ended.then(() => clearTimeout(timer));
  }

  #look({ state }: Pick<Environment, 'state'>): void {
    if (this.#said || state !== 'initializing') return;
    this.#said = true;
    this.#say(
      `hint: the image's program has not asked for an event within ${silentStartMs / 1000} s of ` +
        'its start. A slow start goes on; a program without a runtime client never asks: put ' +
        "AWS's client for its language into the image, or an adapter into /opt/extensions.",
    );
  }
}
