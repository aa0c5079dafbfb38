import { createHash } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

const manifestType = 'application/vnd.docker.distribution.manifest.v2+json';
const configType = 'application/vnd.docker.container.image.v1+json';
const layerType = 'application/vnd.docker.image.rootfs.diff.tar.gzip';

export interface LocalRegistry {
  /** `127.0.0.1:port`; engines talk plain HTTP to loopback addresses. */
  readonly host: string;
  /** Digest of the one image there is, `<host>/present:1`. */
  readonly manifestDigest: string;
  close(): Promise<void>;
}

/**
 * A registry with one image, of one empty layer. `private` asks for a sign-in, `silent` never
 * answers, every other name is unknown.
 */
export async function startLocalRegistry(labels: Record<string, string>): Promise<LocalRegistry> {
  const contents = createContents(labels);
  const server = http.createServer((request, response) => {
    const [, name, kind, reference] =
      /^\/v2\/([^/]+)\/(manifests|blobs)\/(.+)$/.exec(request.url ?? '') ?? [];
    if (name === 'silent') {
      return;
    }
    const content = name === 'present' ? contents.byReference.get(reference ?? '') : undefined;
    if (request.url === '/v2/') {
      response.end('{}');
    } else if (name === 'private') {
      sendError(response, 401, 'UNAUTHORIZED', 'authentication required');
    } else if (content === undefined) {
      const code = kind === 'manifests' ? 'MANIFEST_UNKNOWN' : 'BLOB_UNKNOWN';
      sendError(response, 404, code, 'manifest unknown');
    } else {
      const headers = {
        'Content-Type': content.type,
        'Content-Length': content.bytes.length,
        'Docker-Content-Digest': digestOf(content.bytes),
      };
      response.writeHead(200, headers).end(content.bytes);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    manifestDigest: contents.manifestDigest,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Content {
  readonly type: string;
  readonly bytes: Buffer;
}

function createContents(labels: Record<string, string>) {
  const tar = Buffer.alloc(1024);
  const layer = gzipSync(tar);
  const architecture = process.arch === 'arm64' ? 'arm64' : 'amd64';
  const config = Buffer.from(
    JSON.stringify({
      architecture,
      os: 'linux',
      created: '2026-01-01T00:00:00Z',
      config: { Cmd: ['/x'], Labels: labels },
      rootfs: { type: 'layers', diff_ids: [digestOf(tar)] },
    }),
  );
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: manifestType,
      config: describeBlob(configType, config),
      layers: [describeBlob(layerType, layer)],
    }),
  );
  const manifestDigest = digestOf(manifest);
  const byReference = new Map<string, Content>([
    ['1', { type: manifestType, bytes: manifest }],
    [manifestDigest, { type: manifestType, bytes: manifest }],
    [digestOf(config), { type: 'application/octet-stream', bytes: config }],
    [digestOf(layer), { type: 'application/octet-stream', bytes: layer }],
  ]);
  return { byReference, manifestDigest };
}

function describeBlob(mediaType: string, bytes: Buffer) {
  return { mediaType, size: bytes.length, digest: digestOf(bytes) };
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

function sendError(
  response: http.ServerResponse,
  status: number,
  code: string,
  message: string,
): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ errors: [{ code, message }] }));
}
