import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What an S3 client asks of its service, and little more: objects are put and got by path. */
export interface ObjectServer extends AsyncDisposable {
  readonly port: number;
  readonly objects: ReadonlyMap<string, Buffer>;
}

export async function openObjectServer(): Promise<ObjectServer> {
  const objects = new Map<string, Buffer>();
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(request.url?.split('?')[0] ?? '');
    if (request.method === 'PUT') {
      const body = await buffer(request);
      const chunked = request.headers['content-encoding']?.includes('aws-chunked') ?? false;
      objects.set(path, chunked ? unchunked(body) : body);
      response.writeHead(200, { ETag: '"e"' }).end();
      return;
    }
    const object = objects.get(path);
    if (object === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'Content-Length': object.length }).end(object);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    objects,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** AWS's own chunks, `size[;signature]\r\n` bytes `\r\n`, which end with one of size 0. */
function unchunked(body: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = body.indexOf('\r\n', at);
    const size = Number.parseInt(body.toString('latin1', at, end), 16);
    if (!(size > 0)) return Buffer.concat(pieces);
    pieces.push(body.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
}
