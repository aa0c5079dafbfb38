import type { Readable } from 'node:stream';
import type { InvocationResult } from './invocation-result.ts';
import type { InvokeOptions } from './invoke-options.ts';
import type { ResponseMetadata } from './response-metadata.ts';

/** How a streamed answer begins. */
export interface StreamHead {
  readonly requestId: string;
  readonly statusCode: number;
  readonly executedVersion: string;
  readonly traceId: string;
  /** `application/octet-stream` where a Node.js handler said nothing else (row 1.8-8). */
  readonly contentType: string;
  /** What `HttpResponseStream.from` put ahead; `null` where nothing, or nobody asked for it. */
  readonly metadata: ResponseMetadata | null;
}

/** How a streamed answer ended: the members of AWS's `InvokeComplete` (row 7.1-14). */
export interface StreamEnd {
  /** `null` when all is well, else see docs/decisions/0003-how-a-stream-says-that-it-failed.md. */
  readonly errorCode: string | null;
  /** The error's body, where there is one. */
  readonly errorDetails: string | null;
}

/** An event whose answer is read as it comes. */
export interface DispatchedStream {
  readonly requestId: string;
  /** When the first byte is there, or the event has ended without one. */
  readonly head: Promise<StreamHead>;
  /**
   * The bytes, each as soon as the function has written it. Whoever reads slowly slows the
   * function; whoever destroys it lets the function run on to its end (row 1.8-4). It ends like any
   * other where the function fails on the way: `end` says so.
   */
  readonly body: Readable;
  /** When the function has written its last byte, or failed. */
  readonly end: Promise<StreamEnd>;
  /**
   * Everything about the invocation, when the environment is idle again. Its payload is the error
   * of a function that failed, else empty: the bytes are gone.
   */
  readonly settled: Promise<InvocationResult>;
}

/** What a stream's caller may add to an event. */
export interface StreamOptions extends InvokeOptions {
  /** Takes what `HttpResponseStream.from` put ahead out of the body and into the head. */
  readonly separateMetadata?: boolean;
}

/** A streamed answer that has begun. */
export interface ResponseStream extends StreamHead, Omit<DispatchedStream, 'head'> {}
