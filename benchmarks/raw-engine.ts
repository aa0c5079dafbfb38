import http from 'node:http';
import type { Duplex } from 'node:stream';
import { LamboxError } from '../src/errors.ts';

/** The Engine API with as little between as can be: what every orchestrator has to pay at least. */
export interface RawEngine {
  /** The answer's text. Statuses of 400 and more are thrown. */
  request(method: string, path: string, body?: unknown): Promise<string>;
  /** A container's output as it comes, with the frame headers of the attach stream in it. */
  attach(id: string): Promise<Duplex>;
  close(): void;
}

/** @throws LamboxError `EngineUnreachable` where the engine has no unix socket here. */
export function createRawEngine(address: string): RawEngine {
  if (!address.startsWith('unix://')) {
    throw new LamboxError(
      'EngineUnreachable',
      `the benchmark cannot use the engine at ${address}`,
      {
        remedy: 'Run it on the machine of the engine, over its unix socket.',
      },
    );
  }
  const socketPath = address.slice('unix://'.length);
  const agent = new http.Agent({ keepAlive: true });
  return {
    request: (method, path, body) => send({ socketPath, agent, method, path }, body),
    attach: (id) => attach(socketPath, id),
    close: () => agent.destroy(),
  };
}

function send(options: http.RequestOptions, body: unknown): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const text = body === undefined ? '' : JSON.stringify(body);
  const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) };
  const request = http.request({ ...options, headers }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('error', reject);
    response.on('end', () => {
      const answer = Buffer.concat(chunks).toString();
      const { statusCode = 0 } = response;
      if (statusCode < 400) resolve(answer);
      else
        reject(engineFailed(`${options.method} ${options.path}: ${statusCode} ${answer.trim()}`));
    });
  });
  request.on('error', reject);
  request.end(text);
  return promise;
}

function attach(socketPath: string, id: string): Promise<Duplex> {
  const { promise, resolve, reject } = Promise.withResolvers<Duplex>();
  const request = http.request({
    socketPath,
    method: 'POST',
    path: `/containers/${id}/attach?stream=1&stdout=1`,
    headers: { Connection: 'Upgrade', Upgrade: 'tcp' },
  });
  request.on('upgrade', (_response, socket) => resolve(socket));
  request.on('response', ({ statusCode }) => reject(engineFailed(`attach: ${statusCode}`)));
  request.on('error', reject);
  request.end();
  return promise;
}

function engineFailed(message: string): LamboxError {
  return new LamboxError('EngineFailed', message);
}
