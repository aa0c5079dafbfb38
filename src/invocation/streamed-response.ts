import { Readable } from 'node:stream';
import type { ResponseEndFrame, ResponseHeadFrame } from '../channel/frames.ts';
import { limits } from '../lambda/limits.ts';
import type { Bandwidth } from './bandwidth.ts';
import type { CallerAnswer } from './caller-answer.ts';
import { ResponseCollector } from './response-collector.ts';
import { hasMetadata, MetadataReader } from './response-metadata.ts';
import type { ReceivedResponse, ResponseReceiver } from './response-receiver.ts';
import type { StreamEnd, StreamHead } from './streamed-answer.ts';

/** How a stream begins, as far as the function has a say in it. */
export type StreamBeginning = Pick<StreamHead, 'contentType' | 'metadata'>;

/** What one reader may be behind, beside what the channel holds. */
const bufferedBytesMax = 65_536;

/** Passes a response on to its reader as it comes; what the runtime posts as an error it keeps. */
export class StreamedResponse implements ResponseReceiver {
  readonly bytesMax = limits.streamedResponseBytesMax;
  readonly body: Readable;
  readonly beginning: Promise<StreamBeginning>;
  readonly ended: Promise<StreamEnd>;
  readonly #begin: (beginning: StreamBeginning) => void;
  readonly #end: (end: StreamEnd) => void;
  readonly #reject: (error: unknown) => void;
  readonly #bandwidth: Bandwidth | null;
  readonly #separateMetadata: boolean;
  readonly #error = new ResponseCollector();
  #head: ResponseHeadFrame | null = null;
  #metadata: MetadataReader | null = null;
  /** Whether the caller has, or soon has, a byte of the response. */
  #begun = false;
  #errorBytes = 0;
  #unread: (() => void)[] = [];

  constructor(options: {
    /** `null`: as fast as it goes. */
    readonly bandwidth: Bandwidth | null;
    readonly separateMetadata: boolean;
  }) {
    const beginning = Promise.withResolvers<StreamBeginning>();
    const ended = Promise.withResolvers<StreamEnd>();
    this.beginning = beginning.promise;
    this.ended = ended.promise;
    this.#begin = beginning.resolve;
    this.#end = ended.resolve;
    this.#reject = (error) => {
      beginning.reject(error);
      ended.reject(error);
    };
    this.#bandwidth = options.bandwidth;
    this.#separateMetadata = options.separateMetadata;
    this.body = new Readable({
      highWaterMark: bufferedBytesMax,
      read: () => this.#wasRead(),
      destroy: (error, done) => {
        this.#wasRead();
        done(error);
      },
    });
  }

  begin(head: ResponseHeadFrame): void {
    this.#head = head;
    if (head.answer === 'error') this.#error.begin(head);
    else if (this.#separateMetadata && hasMetadata(head.contentType)) {
      this.#metadata = new MetadataReader();
    }
  }

  add(bytes: Uint8Array): void | Promise<void> {
    if (this.#head?.answer === 'error') return this.#keep(bytes);
    const waitMs = this.#bandwidth?.take(bytes.byteLength) ?? 0;
    const read = this.#pass(bytes);
    return waitMs === 0 ? read : Promise.all([read, later(waitMs)]).then(() => undefined);
  }

  finish(end: ResponseEndFrame): ReceivedResponse | null {
    if (this.#head === null) return null;
    if (this.#head.answer === 'error') {
      const tooLarge = this.#errorBytes > limits.responseBytesMax;
      return this.#error.finish(tooLarge ? { ...end, outcome: 'tooLarge' } : end);
    }
    return { head: this.#head, end, bytes: new Uint8Array(0) };
  }

  /** The event has its answer: nothing is passed on any more. */
  settle(answer: CallerAnswer): void {
    const { contentType } = this.#begun && this.#head !== null ? this.#head : answer;
    if (this.#metadata !== null) this.#push(this.#metadata.bytes);
    this.#begin({ contentType, metadata: null });
    this.#end(endOf(answer, this.#begun));
    this.body.push(null);
  }

  /** The event has none: what was wrong is the caller's, or the platform's. */
  fail(error: unknown): void {
    this.#reject(error);
    // Nobody has to listen: the promises tell.
    this.body.on('error', () => {});
    this.body.destroy(error instanceof Error ? error : undefined);
  }

  /** An error is collected, so it may be as long as a collected answer. */
  #keep(bytes: Uint8Array): void {
    this.#errorBytes += bytes.byteLength;
    if (this.#errorBytes <= limits.responseBytesMax) this.#error.add(bytes);
  }

  #pass(bytes: Uint8Array): void | Promise<void> {
    this.#begun = true;
    const contentType = this.#head?.contentType ?? '';
    if (this.#metadata === null) {
      this.#begin({ contentType, metadata: null });
      return this.#push(bytes);
    }
    const separated = this.#metadata.add(bytes);
    if (separated === null) return;
    this.#metadata = null;
    this.#begin({ contentType, metadata: separated.metadata });
    return this.#push(separated.body);
  }

  #push(bytes: Uint8Array): void | Promise<void> {
    if (this.body.destroyed || bytes.byteLength === 0 || this.body.push(bytes)) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#unread.push(resolve);
    return promise;
  }

  #wasRead(): void {
    for (const resolve of this.#unread.splice(0)) resolve();
  }
}

/**
 * Before the first byte as Invoke says it, then in the error's own words
 * (docs/decisions/0003-how-a-stream-says-that-it-failed.md).
 */
function endOf(
  { functionError, errorType, payloadBytes }: CallerAnswer,
  begun: boolean,
): StreamEnd {
  if (functionError === null) return { errorCode: null, errorDetails: null };
  const details = Buffer.from(payloadBytes).toString();
  const silent = details === '' || (begun && errorType === 'Runtime.TruncatedResponse');
  return {
    errorCode: begun && errorType !== null ? errorType : functionError,
    errorDetails: silent ? null : details,
  };
}

function later(waitMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, waitMs);
  });
}
