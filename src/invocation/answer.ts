import type { InvocationResult } from './invocation-result.ts';

/** What the caller gets. */
export interface Answer {
  readonly requestId: string;
  readonly statusCode: number;
  readonly functionError: 'Unhandled' | null;
  readonly payloadBytes: Uint8Array;
  readonly contentType: string;
  readonly executedVersion: string;
  readonly traceId: string;
}

/** An event on its way. */
export interface Dispatched {
  readonly requestId: string;
  /**
   * The caller's answer, as soon as the runtime has given it; the environment may still be busy.
   */
  readonly answered: Promise<Answer>;
  /** Everything about the invocation, when the environment is idle again. */
  readonly settled: Promise<InvocationResult>;
}
