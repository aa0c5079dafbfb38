import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LambdaFunction } from '../sandbox.ts';
import type { BackgroundEvents } from './background-events.ts';

/** One request and its answer, with what an operation needs to serve it. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** `x-amzn-RequestId` of the answer, and the invocation's request id. */
  readonly requestId: string;
  /** What follows the `?`; empty where nothing does. */
  readonly query: string;
  readonly aliases: readonly string[];
  readonly lambda: LambdaFunction;
  readonly background: BackgroundEvents;
  readonly onFailure: (error: unknown) => void;
}

/** One operation of the API. `name` is the path's FunctionName, decoded. */
export type Operation = (exchange: Exchange, name: string) => Promise<void>;
