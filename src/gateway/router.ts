import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { LambdaFunction } from '../sandbox.ts';
import { apiErrorOf, methodNotAllowed, unknownPath } from './api-error-of.ts';
import type { BackgroundEvents } from './background-events.ts';
import type { Operation } from './exchange.ts';
import { invoke } from './invoke.ts';
import { invokeWithResponseStream } from './invoke-with-response-stream.ts';
import { respondError } from './respond.ts';

interface Route {
  readonly method: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly operation: Operation;
}

/** The API, one line an operation. */
const routes: readonly Route[] = [
  { method: 'POST', prefix: '/2015-03-31/functions/', suffix: '/invocations', operation: invoke },
  {
    method: 'POST',
    prefix: '/2021-11-15/functions/',
    suffix: '/response-streaming-invocations',
    operation: invokeWithResponseStream,
  },
];

export interface RouterOptions {
  readonly ready: Promise<{
    readonly lambda: LambdaFunction;
    readonly background: BackgroundEvents;
  }>;
  readonly aliases: readonly string[];
  readonly onFailure: (error: unknown) => void;
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Finds the operation by method and path and answers for those that there are not. */
export function createRouter(options: RouterOptions): RequestListener {
  return (request, response) => {
    const requestId = requestIdOf(request);
    serve(options, request, response, requestId).catch((error: unknown) => {
      if (request.errored !== null) return;
      options.onFailure(error);
      respondError(response, requestId, apiErrorOf(error));
    });
  };
}

async function serve(
  options: RouterOptions,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
): Promise<void> {
  const url = request.url ?? '/';
  const at = url.indexOf('?');
  const path = at < 0 ? url : url.slice(0, at);
  const found = routes.filter(
    ({ prefix, suffix }) =>
      path.startsWith(prefix) &&
      path.endsWith(suffix) &&
      path.length > prefix.length + suffix.length,
  );
  const route = found.find(({ method }) => method === request.method);
  if (route === undefined) {
    refuse(response, requestId, path, found);
    return;
  }
  const name = decode(path.slice(route.prefix.length, -route.suffix.length));
  if (name === null || name.includes('/')) {
    respondError(response, requestId, unknownPath(path));
    return;
  }
  const { lambda, background } = await options.ready;
  const { aliases, onFailure } = options;
  const query = at < 0 ? '' : url.slice(at + 1);
  const exchange = { request, response, requestId, query, aliases, lambda, background, onFailure };
  await route.operation(exchange, name);
}

function refuse(
  response: ServerResponse,
  requestId: string,
  path: string,
  found: readonly Route[],
): void {
  if (found.length === 0) {
    respondError(response, requestId, unknownPath(path));
    return;
  }
  const allowed = found.map(({ method }) => method).join(', ');
  respondError(response, requestId, methodNotAllowed(allowed), { Allow: allowed });
}

/** A client's own UUID is honoured (row 7.1-10). */
function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-amzn-requestid'];
  return typeof given === 'string' && uuidPattern.test(given) ? given : randomUUID();
}

function decode(text: string): string | null {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
