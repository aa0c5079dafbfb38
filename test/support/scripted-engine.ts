import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { type EngineAddress, socketAddress } from '../../src/engine/engine-address.ts';

export interface ScriptedEngine {
  readonly address: EngineAddress;
  readonly socket: string;
  /** Method and URL of each request, in order. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/**
 * An HTTP server on a unix socket that answers as the test says. `GET /_ping` is answered with
 * `OK` without asking.
 */
export async function startScriptedEngine(
  answer: (request: http.IncomingMessage, response: http.ServerResponse) => void,
): Promise<ScriptedEngine> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'lambox-engine-'));
  const socket = path.join(directory, 'docker.sock');
  const requests: string[] = [];
  const server = http.createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    if (request.url === '/_ping') {
      response.end('OK');
    } else {
      answer(request, response);
    }
  });
  server.listen(socket);
  await once(server, 'listening');
  return {
    address: socketAddress(socket),
    socket,
    requests,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await rm(directory, { recursive: true });
    },
  };
}

/** Answers with JSON. */
export function sendJson(response: http.ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
