import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bridgeHost } from './bridge-host.ts';

/** Where functions stop until the test lets them go on: any HTTP request waits for its answer. */
export interface HostGate extends AsyncDisposable {
  /** As a container on the engine's bridge reaches it. */
  readonly host: string;
  readonly url: string;
  /** Resolves when somebody stands before it, now or after those that passed. */
  reached(): Promise<void>;
  /** Lets one through that stands there, or the next that comes. */
  passOne(): Promise<void>;
}

export async function openHostGate(): Promise<HostGate> {
  const standing: ServerResponse[] = [];
  let arrival = Promise.withResolvers<void>();
  const server = createServer((_request, response) => {
    standing.push(response);
    arrival.resolve();
    arrival = Promise.withResolvers<void>();
  });
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  const { port } = server.address() as AddressInfo;
  const host = `${bridgeHost()}:${port}`;
  const reached = async () => {
    while (standing.length === 0) await arrival.promise;
  };
  return {
    host,
    url: `http://${host}/`,
    reached,
    async passOne() {
      await reached();
      standing.shift()?.end();
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
