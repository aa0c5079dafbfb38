import http from 'node:http';
import { LamboxError } from '../src/errors.ts';

/** Sends events over one kept connection, one at a time: the same client for every contender. */
export interface InvokeClient {
  /** Sends one event, checks the answer. Milliseconds from the request to its last byte. */
  invoke(): Promise<number>;
  close(): void;
}

export const event = JSON.stringify({ name: 'world', numbers: [1, 2, 3, 4, 5, 6, 7, 8] });

/** @param url of the server, without a path */
export function createInvokeClient(url: string): InvokeClient {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const target = new URL('/2015-03-31/functions/function/invocations', url);
  const options: http.RequestOptions = {
    agent,
    host: target.hostname,
    port: target.port,
    path: target.pathname,
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(event) },
  };
  return { invoke: () => invokeOnce(options), close: () => agent.destroy() };
}

function invokeOnce(options: http.RequestOptions): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const beganAtMs = performance.now();
  const request = http.request(options, (response) => {
    let answer = '';
    response.setEncoding('utf8');
    response.on('data', (text: string) => {
      answer += text;
    });
    response.on('error', reject);
    response.on('end', () => {
      const durationMs = performance.now() - beganAtMs;
      if (response.statusCode === 200 && answer === event) resolve(durationMs);
      else reject(wrongAnswer(options, `${response.statusCode} ${answer}`));
    });
  });
  request.on('error', reject);
  request.end(event);
  return promise;
}

function wrongAnswer({ host, port }: http.RequestOptions, answer: string): LamboxError {
  const message = `${host}:${port} answered ${answer}, expected 200 ${event}`;
  return new LamboxError('EnvironmentFailed', message);
}
