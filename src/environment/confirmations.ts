import type { GuestFrame } from '../channel/frames.ts';

type Kind = 'frozen' | 'resetDone' | 'shutdownDone' | 'stats';
type Answer<K extends Kind> = Extract<GuestFrame, { readonly kind: K }>;

/** What the guest owes us an answer to. */
export class Confirmations {
  readonly #awaited = new Map<GuestFrame['kind'], (answer: GuestFrame | null) => void>();

  /** Call before the request is sent. `null`: the guest went. */
  next<K extends Kind>(kind: K): Promise<Answer<K> | null> {
    const { promise, resolve } = Promise.withResolvers<Answer<K> | null>();
    this.#awaited.set(kind, (answer) => resolve(answer as Answer<K> | null));
    return promise;
  }

  /** Whether the frame was such an answer. */
  settle(frame: GuestFrame): boolean {
    const resolve = this.#awaited.get(frame.kind);
    if (resolve === undefined) return false;
    this.#awaited.delete(frame.kind);
    resolve(frame);
    return true;
  }

  /** The guest is gone: nobody waits for it any longer. */
  settleAll(): void {
    for (const resolve of this.#awaited.values()) resolve(null);
    this.#awaited.clear();
  }
}
