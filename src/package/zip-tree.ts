import { type Entry, getFileNameLowLevel, type ZipFile } from 'yauzl';
import { sumSizes } from './code-size.ts';
import { comparePaths, type TreeEntry } from './tree-digest.ts';
import { readZipEntry } from './zip-entry.ts';
import { zipEntryError, zipError } from './zip-error.ts';
import { parseZipPath } from './zip-path.ts';

/** What a zip file holds, in the order in which it can be written. */
export type ZipTreeEntry = ZipTreeFile | Exclude<TreeEntry, { readonly kind: 'file' }>;

export type ZipTreeFile = Extract<TreeEntry, { readonly kind: 'file' }> & { readonly entry: Entry };

export interface ZipTree {
  /** Sorted by path; every folder is there and comes before what is in it. */
  readonly entries: readonly ZipTreeEntry[];
  /** Sum of the files, as the zip file declares them. */
  readonly sizeBytes: number;
}

/** A link's target is a path: Linux's PATH_MAX, with its NUL. */
const targetBytesMax = 4_095;

/**
 * Reads what a zip file says that it holds, and no file of it. Of entries with the same path the
 * last counts, as for `unzip -o`.
 * @param file as the user named it
 * @throws LamboxError `InvalidCode` for what cannot be unzipped or is too large
 */
export async function readZipTree(file: string, zip: ZipFile): Promise<ZipTree> {
  const found = new Map<string, ZipTreeEntry>();
  for await (const entry of zip.eachEntry()) {
    const read = await readTreeEntry(file, zip, entry);
    if (read.path !== '') found.set(read.path, read);
  }
  if (found.size === 0) throw zipError(file, 'Uploaded file must be a non-empty zip');
  for (const { path } of [...found.values()]) addFolders(file, path, found);
  const entries = [...found.values()].sort(comparePaths);
  const files = entries.flatMap((entry) =>
    entry.kind === 'file' ? [{ path: entry.path, sizeBytes: entry.entry.uncompressedSize }] : [],
  );
  return { entries, sizeBytes: sumSizes(file, files) };
}

async function readTreeEntry(file: string, zip: ZipFile, entry: Entry): Promise<ZipTreeEntry> {
  const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
  const name = getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, true);
  const place = parseZipPath(name);
  if (place.fault !== null) throw zipEntryError(file, name, place.fault);
  const { path } = place;
  const { type, mode } = unixMode(entry);
  if (place.isFolder || type === 'folder') return { kind: 'folder', path, mode: mode ?? 0o755 };
  if (type === 'other') {
    throw zipEntryError(file, name, 'it is a device, a pipe or a socket');
  }
  const fault = entryFault(entry);
  if (fault !== null) throw zipEntryError(file, name, fault);
  if (type === 'file') return { kind: 'file', path, mode: mode ?? 0o644, entry };
  if (entry.uncompressedSize > targetBytesMax) {
    throw zipEntryError(file, name, 'it is a symbolic link with a target longer than a path');
  }
  const target = (await readZipEntry(file, name, zip, entry)).toString();
  if (/^$|\0|\ufffd/.test(target)) {
    throw zipEntryError(file, name, 'it is a symbolic link to what is no path');
  }
  return { kind: 'link', path, target };
}

function entryFault(entry: Entry): string | null {
  if (entry.isEncrypted()) return 'it is encrypted';
  if (entry.canDecodeFileData()) return null;
  const method = entry.compressionMethod;
  return `it is compressed by method ${method}; Lambda takes stored (0) and deflated (8) ones`;
}

/** Whose entries carry a mode of Unix: Unix itself and OS X, by their numbers in the format. */
const unixSystems = [3, 19];

const unixTypes: ReadonlyMap<number, 'file' | 'folder' | 'link'> = new Map([
  [0, 'file'],
  [0o100000, 'file'],
  [0o040000, 'folder'],
  [0o120000, 'link'],
]);

/**
 * Kind and permissions by the entry's own words. One that was made elsewhere, or says nothing, has
 * no mode.
 */
function unixMode({ versionMadeBy, externalFileAttributes }: Entry): {
  readonly type: 'file' | 'folder' | 'link' | 'other';
  readonly mode: number | null;
} {
  const bits = externalFileAttributes >>> 16;
  if (!unixSystems.includes(versionMadeBy >>> 8) || bits === 0) return { type: 'file', mode: null };
  return { type: unixTypes.get(bits & 0o170000) ?? 'other', mode: bits & 0o777 };
}

/** The folders on the way that have no entry of their own; nothing else may stand there. */
function addFolders(file: string, path: string, found: Map<string, ZipTreeEntry>): void {
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) {
    const folder = path.slice(0, at);
    const present = found.get(folder);
    if (present === undefined) found.set(folder, { kind: 'folder', path: folder, mode: 0o755 });
    if (present === undefined || present.kind === 'folder') continue;
    const what = present.kind === 'link' ? 'a symbolic link' : 'a file';
    throw zipEntryError(file, path, `${JSON.stringify(folder)} is ${what} and no folder`);
  }
}
