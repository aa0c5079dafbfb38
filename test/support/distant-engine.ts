import { once } from 'node:events';
import http from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { buffer } from 'node:stream/consumers';

/** The engine of a socket as if it were on another machine: over TCP, and no file of ours. */
export interface DistantEngine extends AsyncDisposable {
  /** `tcp://127.0.0.1:port` */
  readonly address: string;
  /** How many containers were refused because they would mount a file of this machine. */
  readonly refused: number;
}

export async function openDistantEngine(socketPath: string): Promise<DistantEngine> {
  let refused = 0;
  const server = http.createServer(async (request, response) => {
    const { method, url, headers } = request;
    const isCreate = method === 'POST' && /\/containers\/create(\?|$)/.test(url ?? '');
    const body = isCreate ? await buffer(request) : null;
    if (body !== null && mountsFiles(body)) {
      refused += 1;
      response.writeHead(400, { 'Content-Type': 'application/json' });
      response.end('{"message":"invalid mount config: bind source path does not exist"}');
      return;
    }
    const options = { socketPath, method, path: url, headers };
    const onward = http.request(options, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      // A stream of events has a head long before its first byte.
      response.flushHeaders();
      answer.pipe(response);
    });
    response.on('close', () => onward.destroy());
    onward.on('error', () => response.destroy());
    if (body === null) request.pipe(onward);
    else onward.end(body);
  });
  server.on('upgrade', (request, client: Duplex, head: Buffer) => {
    void attach(request, client, head, socketPath);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get refused() {
      return refused;
    },
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/**
 * Attaching turns the connection into the container's streams. The request goes on in one piece:
 * what came behind its head would be stdin to the engine.
 */
async function attach(
  { method, url, headers, rawHeaders }: http.IncomingMessage,
  client: Duplex,
  head: Buffer,
  socketPath: string,
): Promise<void> {
  const bodyBytes = Number(headers['content-length'] ?? 0);
  let body = head;
  while (body.length < bodyBytes) {
    const [more] = (await once(client, 'data')) as [Buffer];
    body = Buffer.concat([body, more]);
  }
  const fields = pairs(rawHeaders).map(([name, value]) => `${name}: ${value}\r\n`);
  const onward = connect(socketPath);
  const text = `${method} ${url} HTTP/1.1\r\n${fields.join('')}\r\n`;
  onward.write(Buffer.concat([Buffer.from(text), body]));
  onward.pipe(client).pipe(onward);
  onward.on('error', () => client.destroy());
  client.on('error', () => onward.destroy());
  client.on('close', () => onward.destroy());
}

function mountsFiles(body: Buffer): boolean {
  const { HostConfig = {} } = JSON.parse(body.toString()) as {
    readonly HostConfig?: { Binds?: unknown[]; Mounts?: readonly { readonly Type: string }[] };
  };
  const { Binds = [], Mounts = [] } = HostConfig;
  return Binds.length > 0 || Mounts.some(({ Type }) => Type === 'bind');
}

function pairs(fields: readonly string[]): readonly (readonly [string, string])[] {
  return fields.flatMap((name, at) =>
    at % 2 === 0 ? [[name, fields[at + 1] ?? ''] as const] : [],
  );
}
