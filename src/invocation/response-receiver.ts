import type { ResponseEndFrame, ResponseHeadFrame } from '../channel/frames.ts';

/** What the runtime posted, as far as it came and was kept. */
export interface ReceivedResponse {
  readonly head: ResponseHeadFrame;
  readonly end: ResponseEndFrame;
  /** Without what went on to the caller already. */
  readonly bytes: Uint8Array;
}

/** Where a response goes: collected to one answer, or on to a caller as it comes. */
export interface ResponseReceiver {
  /** The most bytes that the function may answer with. */
  readonly bytesMax: number;
  begin(head: ResponseHeadFrame): void;
  /** Returns a promise where the caller reads slower than the function writes. */
  add(bytes: Uint8Array): void | Promise<void>;
  /** `null` when nothing was begun: the guest never ends a response that it did not begin. */
  finish(end: ResponseEndFrame): ReceivedResponse | null;
}
