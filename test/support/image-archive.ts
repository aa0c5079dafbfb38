import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

export type ArchiveForm = 'docker save' | 'OCI layout' | 'OCI layout, nested and gzip';

const oci = 'application/vnd.oci.image';
const architecture = process.arch === 'arm64' ? 'arm64' : 'amd64';

/** The archive of an image without files, with the labels given. */
export async function imageArchive(
  form: ArchiveForm,
  labels: Readonly<Record<string, string>>,
): Promise<Buffer> {
  const layer = Buffer.alloc(1024);
  const config = document({
    architecture,
    os: 'linux',
    created: '2026-01-01T00:00:00Z',
    config: { Cmd: ['/x'], Labels: labels },
    rootfs: { type: 'layers', diff_ids: [digestOf(layer)] },
  });
  if (form === 'docker save') {
    const names = { RepoTags: ['somebody/else:1'], Layers: ['a/layer.tar'] };
    const manifest = [{ Config: 'c.json', ...names }];
    return tarOf({ 'c.json': config, 'a/layer.tar': layer, 'manifest.json': document(manifest) });
  }
  const nested = form === 'OCI layout, nested and gzip';
  const archive = await tarOf(layOut(config, nested ? gzipSync(layer) : layer, nested));
  return nested ? gzipSync(archive) : archive;
}

/** Nested: an index within the index, as buildx writes it, an attestation beside the image. */
function layOut(config: Buffer, layer: Buffer, nested: boolean): Record<string, Buffer> {
  const manifest = document({
    schemaVersion: 2,
    config: describe('config.v1+json', config),
    layers: [describe('layer.v1.tar', layer)],
  });
  const image = describe('manifest.v1+json', manifest, { os: 'linux', architecture });
  const blobs = { [blobPath(config)]: config, [blobPath(layer)]: layer };
  const named = { ...blobs, [blobPath(manifest)]: manifest, 'oci-layout': document({}) };
  if (!nested) return { ...named, 'index.json': document({ manifests: [image] }) };
  const attestation = document({ config: {}, layers: [] });
  const unknown = { os: 'unknown', architecture: 'unknown' };
  const beside = describe('manifest.v1+json', attestation, unknown);
  const inner = document({ manifests: [beside, image] });
  return {
    ...named,
    [blobPath(attestation)]: attestation,
    [blobPath(inner)]: inner,
    'index.json': document({ manifests: [describe('index.v1+json', inner)] }),
  };
}

export async function tarOf(files: Readonly<Record<string, Buffer>>): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of Object.entries(files)) archive.entry({ name }, content);
  archive.finalize();
  return buffer(archive as unknown as Readable);
}

/** Opens bytes as often as it is asked, a little at a time. */
export function reopened(bytes: Buffer): () => Readable {
  return () =>
    Readable.from(
      (function* () {
        for (let at = 0; at < bytes.length; at += 700) yield bytes.subarray(at, at + 700);
      })(),
    );
}

function describe(type: string, bytes: Buffer, platform?: object) {
  const mediaType = `${oci}.${type}`;
  return { mediaType, size: bytes.length, digest: digestOf(bytes), ...(platform && { platform }) };
}

function document(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

function blobPath(bytes: Buffer): string {
  return `blobs/${digestOf(bytes).replace(':', '/')}`;
}
