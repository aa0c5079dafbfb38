import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LamboxError } from '../errors.ts';
import type { LambdaFunction } from '../sandbox.ts';
import { BackgroundEvents } from './background-events.ts';
import { createRouter } from './router.ts';

export interface GatewayOptions {
  /** What answers. While it is a promise, requests are taken and wait for it. */
  readonly function: LambdaFunction | Promise<LambdaFunction>;
  /** Names beside the function's own that reach it: RIE's `function`. */
  readonly aliases: readonly string[];
  /** Empty: every address of this machine. */
  readonly hostname: string;
  /** 0: any free one. */
  readonly port: number;
  /** Told about failures of the platform, and of events that nobody waits for. */
  readonly onFailure?: (error: unknown) => void;
}

/**
 * The AWS-compatible HTTP surface of one function. Disposing it ends every connection, not the
 * function.
 */
export interface Gateway extends AsyncDisposable {
  readonly port: number;
  /** `http://127.0.0.1:9000`, without a slash at the end. */
  readonly url: string;
}

/**
 * An idle connection is kept for so long: SDKs keep theirs, and a closed one costs them a
 * retry.
 */
const keepAliveMs = 3_600_000;

/** @throws LamboxError `AddressInUse` */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const onFailure = options.onFailure ?? (() => {});
  const ready = Promise.resolve(options.function).then((lambda) => ({
    lambda,
    background: new BackgroundEvents(lambda, onFailure),
  }));
  ready.catch(() => {});
  const server = createServer(
    { keepAliveTimeout: keepAliveMs, noDelay: true, requestTimeout: 0, headersTimeout: 60_000 },
    createRouter({ ready, aliases: options.aliases, onFailure }),
  );
  await listen(server, options.hostname, options.port);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://${urlHost(options.hostname)}:${port}`,
    [Symbol.asyncDispose]: async () => {
      void ready.then(({ background }) => background.stop()).catch(() => {});
      await close(server);
    },
  };
}

function listen(server: Server, hostname: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(listenError(cause, hostname, port)));
    server.listen({ port, ...(hostname !== '' && { host: hostname }) }, resolve);
  });
}

function listenError(cause: NodeJS.ErrnoException, hostname: string, port: number): LamboxError {
  const address = `${hostname === '' ? 'port' : hostname} ${port}`;
  if (cause.code === 'EADDRINUSE') {
    return new LamboxError('AddressInUse', `${address}: another process already listens there`, {
      remedy: `End that process, or choose another port, e.g. -p ${port + 1}:8080.`,
      cause,
    });
  }
  return new LamboxError('InvalidOption', `cannot listen on ${address}: ${cause.message}`, {
    remedy: 'Choose an address of this machine and a port that you may use, e.g. -p 9000:8080.',
    cause,
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** How a client on this machine names the address that we listen on. */
function urlHost(hostname: string): string {
  if (hostname === '' || hostname === '0.0.0.0' || hostname === '::') return 'localhost';
  return hostname.includes(':') ? `[${hostname}]` : hostname;
}
