import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { finished, pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract as createExtract, pack as createPack, type Header } from 'tar-stream';
import { LamboxError } from '../../errors.ts';
import type { Architecture, LoadOptions } from '../container-engine.ts';

/** Where an archive's one image has its parts, as the `manifest.json` of `docker save` says it. */
export interface ArchivedImage {
  readonly config: string;
  readonly layers: readonly string[];
}

type Entry = NodeJS.ReadableStream & AsyncIterable<Buffer> & { readonly header: Header };

/** Documents of an archive are small; what is larger is a layer. */
const documentBytesMax = 4 * 2 ** 20;

/** What names images in an archive. */
const namingFiles = ['manifest.json', 'index.json', 'repositories', 'oci-layout'];

/**
 * Finds the image in an archive of `docker save` or of an OCI layout.
 * @throws LamboxError `InvalidCode` when it holds none, or several
 */
export async function readImageArchive(
  open: () => Readable,
  { name, architecture }: LoadOptions,
): Promise<ArchivedImage> {
  const documents = await readDocuments(open(), name);
  const manifest = documents.get('manifest.json');
  const found = Array.isArray(manifest)
    ? manifest.map(savedImage)
    : [laidOutImage(documents, documents.get('index.json'), architecture)];
  const images = found.filter((image) => image !== null);
  const [image] = images;
  if (image !== undefined && images.length === 1) return image;
  const what = images.length === 0 ? 'holds no image' : `holds ${images.length} images`;
  throw new LamboxError(
    'InvalidCode',
    `the archive ${JSON.stringify(name)} ${what}, expected one`,
    {
      remedy: 'Make it with docker save IMAGE, or as an OCI layout of one image for linux.',
    },
  );
}

/** The same archive, its image called by the reference alone: no name of the user's moves. */
export function renamedArchive(
  source: Readable,
  { config, layers }: ArchivedImage,
  { reference, name }: LoadOptions,
): Readable {
  const pack = createPack();
  const copy = async (): Promise<void> => {
    const manifest = [{ Config: config, RepoTags: [reference], Layers: layers }];
    pack.entry({ name: 'manifest.json' }, JSON.stringify(manifest));
    await readEntries(source, name, async (entry) => {
      if (namingFiles.includes(entry.header.name)) {
        entry.resume();
        return;
      }
      const target = pack.entry(entry.header) as unknown as Writable;
      if (entry.header.type === 'file') await pipeline(entry, target);
      else entry.resume();
    });
    pack.finalize();
  };
  copy().catch((error: unknown) => pack.destroy(error as Error));
  return pack as unknown as Readable;
}

async function readDocuments(source: Readable, name: string): Promise<Map<string, unknown>> {
  const documents = new Map<string, unknown>();
  await readEntries(source, name, async (entry) => {
    const { name: path, size, type } = entry.header;
    if (type !== 'file' || size > documentBytesMax || !/(\.json$|^blobs\/)/.test(path)) {
      entry.resume();
      return;
    }
    const document = parseDocument(await buffer(entry));
    if (document !== null) documents.set(path, document);
  });
  return documents;
}

/** `null` for what is not JSON, such as a small layer. */
function parseDocument(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return null;
  }
}

/** Hands over each entry, whose content must be read or passed over before the next one comes. */
async function readEntries(
  source: Readable,
  name: string,
  read: (entry: Entry) => Promise<void>,
): Promise<void> {
  const extract = createExtract();
  const fed = feed(source, extract as unknown as Writable);
  fed.catch((error: unknown) => extract.destroy(error as Error));
  try {
    for await (const entry of extract as unknown as AsyncIterable<Entry>) await read(entry);
    await fed;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new LamboxError(
      'InvalidCode',
      `${JSON.stringify(name)} cannot be read as a tar: ${why}`,
      {
        remedy: 'Make the archive with docker save IMAGE -o FILE.',
        cause,
      },
    );
  } finally {
    source.destroy();
  }
}

/** Through gunzip where the first bytes say so. */
async function feed(source: Readable, extract: Writable): Promise<void> {
  await Promise.race([once(source, 'readable'), finished(source)]);
  const start: Buffer | null = source.read(2);
  if (start !== null) source.unshift(start);
  const gzipped = start?.[0] === 0x1f && start[1] === 0x8b;
  await (gzipped ? pipeline(source, createGunzip(), extract) : pipeline(source, extract));
}

function savedImage(entry: unknown): ArchivedImage | null {
  const { Config, Layers } = (entry ?? {}) as Record<string, unknown>;
  if (typeof Config !== 'string' || !Array.isArray(Layers)) return null;
  return { config: Config, layers: Layers.map(String) };
}

interface OciDescriptor {
  readonly digest?: string;
  readonly platform?: { readonly architecture?: string; readonly os?: string };
}

/** By way of the index, which may name further ones, to the manifest for the architecture. */
function laidOutImage(
  documents: ReadonlyMap<string, unknown>,
  index: unknown,
  architecture: Architecture,
): ArchivedImage | null {
  const { manifests = [] } = (index ?? {}) as { manifests?: readonly OciDescriptor[] };
  const wanted = architecture === 'arm64' ? 'arm64' : 'amd64';
  const isFor = ({ platform }: OciDescriptor) => (platform?.architecture ?? wanted) === wanted;
  for (const descriptor of [...manifests].sort((a, b) => Number(isFor(b)) - Number(isFor(a)))) {
    // Beside an image there may be attestations of it.
    if (descriptor.platform?.os === 'unknown') continue;
    const document = documents.get(blobPath(descriptor)) as Record<string, unknown> | undefined;
    const { config, layers } = (document ?? {}) as {
      config?: OciDescriptor;
      layers?: readonly OciDescriptor[];
    };
    if (config !== undefined && layers !== undefined) {
      return { config: blobPath(config), layers: layers.map(blobPath) };
    }
    const inner = laidOutImage(documents, document, architecture);
    if (inner !== null) return inner;
  }
  return null;
}

function blobPath({ digest = '' }: OciDescriptor): string {
  return `blobs/${digest.replace(':', '/')}`;
}
