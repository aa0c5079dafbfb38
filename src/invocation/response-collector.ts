import type { ResponseEndFrame, ResponseHeadFrame } from '../channel/frames.ts';
import { limits } from '../lambda/limits.ts';
import type { ReceivedResponse, ResponseReceiver } from './response-receiver.ts';

/** A buffered answer is a stream that someone collected. */
export class ResponseCollector implements ResponseReceiver {
  readonly bytesMax = limits.responseBytesMax;
  #head: ResponseHeadFrame | null = null;
  #chunks: Uint8Array[] = [];

  begin(head: ResponseHeadFrame): void {
    this.#head = head;
    this.#chunks = [];
  }

  add(bytes: Uint8Array): void {
    this.#chunks.push(bytes);
  }

  finish(end: ResponseEndFrame): ReceivedResponse | null {
    if (this.#head === null) return null;
    const [first, ...others] = this.#chunks;
    const bytes = first !== undefined && others.length === 0 ? first : Buffer.concat(this.#chunks);
    return { head: this.#head, end, bytes };
  }
}
