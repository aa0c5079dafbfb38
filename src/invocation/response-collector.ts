import type { ResponseEndFrame, ResponseHeadFrame } from '../channel/frames.ts';

/** What the runtime posted, as far as it came. */
export interface CollectedResponse {
  readonly head: ResponseHeadFrame;
  readonly end: ResponseEndFrame;
  readonly bytes: Uint8Array;
}

/** A buffered answer is a stream that someone collected. */
export class ResponseCollector {
  #head: ResponseHeadFrame | null = null;
  #chunks: Uint8Array[] = [];

  begin(head: ResponseHeadFrame): void {
    this.#head = head;
    this.#chunks = [];
  }

  add(bytes: Uint8Array): void {
    this.#chunks.push(bytes);
  }

  /** `null` when nothing was begun: the guest never ends a response that it did not begin. */
  finish(end: ResponseEndFrame): CollectedResponse | null {
    if (this.#head === null) return null;
    const [first, ...others] = this.#chunks;
    const bytes = first !== undefined && others.length === 0 ? first : Buffer.concat(this.#chunks);
    return { head: this.#head, end, bytes };
  }
}
