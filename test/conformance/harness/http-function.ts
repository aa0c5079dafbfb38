import type { FunctionLog } from './function-log.ts';
import { invokeStream } from './invoke-stream.ts';
import type { DeployedFunction, InvokeAnswer, InvokeOptions, StreamedAnswer } from './target.ts';

export interface HttpFunctionParts {
  readonly name: string;
  readonly arn: string;
  /** Without a slash at the end. */
  readonly url: string;
  readonly log: FunctionLog;
  readonly dispose: () => Promise<void>;
}

/** A function reached by AWS's Invoke API over HTTP. */
export class HttpFunction implements DeployedFunction {
  readonly name: string;
  readonly arn: string;
  readonly #parts: HttpFunctionParts;
  /** The event before, whose REPORT has to come first. */
  #before: string | null = null;

  constructor(parts: HttpFunctionParts) {
    this.name = parts.name;
    this.arn = parts.arn;
    this.#parts = parts;
  }

  async invoke(event: unknown = {}, options: InvokeOptions = {}): Promise<InvokeAnswer> {
    const { log } = this.#parts;
    if (this.#before !== null && options.overlapping !== true) await log.of(this.#before);
    const began = performance.now();
    const name = encodeURIComponent(options.functionName ?? this.name);
    const url = `${this.#parts.url}/2015-03-31/functions/${name}/invocations`;
    const request = { method: 'POST', body: bodyOf(event), headers: { ...options.headers } };
    if (options.leaveAt !== undefined) return leave(url, request, options.leaveAt);
    const response = await fetch(url, request);
    const body = await response.text();
    const headers = Object.fromEntries(response.headers);
    const requestId = headers['x-amzn-requestid'] ?? '';
    if (response.status === 200 || response.status === 202) this.#before = requestId;
    const functionError = headers['x-amz-function-error'] ?? null;
    const tookMs = performance.now() - began;
    return { status: response.status, headers, body, requestId, functionError, tookMs };
  }

  invokeStream(event: unknown): Promise<StreamedAnswer> {
    return invokeStream(this.#parts.url, this.name, event);
  }

  log(): readonly string[] {
    return this.#parts.log.events;
  }

  timeOf(pattern: RegExp): number {
    return this.#parts.log.timeOf(pattern);
  }

  logged(pattern: RegExp): Promise<string> {
    return this.#parts.log.logged(pattern);
  }

  logOf({ requestId }: InvokeAnswer): Promise<readonly string[]> {
    return this.#parts.log.of(requestId);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#parts.dispose();
  }
}

async function leave(
  url: string,
  request: RequestInit,
  at: Promise<unknown>,
): Promise<InvokeAnswer> {
  const leaving = new AbortController();
  void at.then(() => leaving.abort());
  await fetch(url, { ...request, signal: leaving.signal }).catch(() => {});
  const nothing = { headers: {}, body: '', requestId: '', functionError: null };
  return { ...nothing, status: 0, tookMs: 0 };
}

function bodyOf(event: unknown): string | Uint8Array<ArrayBuffer> {
  if (typeof event === 'string') return event;
  return event instanceof Uint8Array ? new Uint8Array(event) : JSON.stringify(event);
}
