import type { GuestFrame } from '../channel/frames.ts';

/** What the guest owes us an answer to: `frozen`, `resetDone`, `shutdownDone`. */
export class Confirmations {
  readonly #awaited = new Map<GuestFrame['kind'], () => void>();

  /** Call before the request is sent. */
  next(kind: GuestFrame['kind']): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#awaited.set(kind, resolve);
    return promise;
  }

  /** Whether the frame was such an answer. */
  settle(kind: GuestFrame['kind']): boolean {
    const resolve = this.#awaited.get(kind);
    if (resolve === undefined) return false;
    this.#awaited.delete(kind);
    resolve();
    return true;
  }

  /** The guest is gone: nobody waits for it any longer. */
  settleAll(): void {
    for (const kind of [...this.#awaited.keys()]) this.settle(kind);
  }
}
