import { type BigIntStats, chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openPromise, type ZipFile } from 'yauzl';
import { LamboxError } from '../errors.ts';
import type { CodeSource, WrittenCode } from './code-source.ts';
import { digestTree } from './tree-digest.ts';
import { writeZipEntry } from './zip-entry.ts';
import { zipEntryError, zipError } from './zip-error.ts';
import { readZipTree, type ZipTree, type ZipTreeEntry } from './zip-tree.ts';

/**
 * A zip file's content as Lambda unzips it: modes are kept, so that what only its owner may read
 * cannot be read by the function; links are kept too, and lead where they lead in the container.
 * @param file as the user named it
 * @throws LamboxError `InvalidCode` when it cannot be read
 */
export async function zipSource(file: string): Promise<CodeSource> {
  try {
    const origin = await realpath(file);
    const stats = await stat(origin, { bigint: true });
    return {
      origin,
      stamps: stampOf(stats),
      changedNs: stats.ctimeNs,
      writeTo: (folder) => unzip(file, folder),
    };
  } catch (error) {
    throw unreadable(file, error);
  }
}

function stampOf({ size, mtimeNs, ctimeNs, ino, mode }: BigIntStats): string {
  return ['zip', size, mtimeNs, ctimeNs, ino, mode].join(' ');
}

async function unzip(file: string, folder: string): Promise<WrittenCode> {
  const zip = await openZip(file);
  try {
    const tree = await readTree(file, zip);
    return { sha256: await writeTree(file, zip, tree, folder), sizeBytes: tree.sizeBytes };
  } finally {
    zip.close();
  }
}

async function openZip(file: string): Promise<ZipFile> {
  try {
    return await openPromise(file, { autoClose: false, lazyEntries: true, decodeStrings: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall !== undefined) throw unreadable(file, error);
    throw zipError(file, `it is no zip file (${(error as Error).message})`, error);
  }
}

async function readTree(file: string, zip: ZipFile): Promise<ZipTree> {
  try {
    return await readZipTree(file, zip);
  } catch (error) {
    if (error instanceof LamboxError) throw error;
    throw zipError(file, `its directory is damaged (${(error as Error).message})`, error);
  }
}

/** Links come last, so that nothing is written through one, and folders' modes after that. */
async function writeTree(
  file: string,
  zip: ZipFile,
  { entries }: ZipTree,
  folder: string,
): Promise<string> {
  const digests = new Map<string, string>();
  for (const entry of entries) {
    const path = join(folder, entry.path);
    if (entry.kind === 'folder') await once(file, entry, () => mkdirSync(path, 0o700));
    if (entry.kind !== 'file') continue;
    const write = () => writeZipEntry(file, entry.path, zip, entry.entry, path);
    digests.set(entry.path, await once(file, entry, write));
    chmodSync(path, entry.mode);
  }
  for (const entry of entries) {
    if (entry.kind !== 'link') continue;
    await once(file, entry, () => symlinkSync(entry.target, join(folder, entry.path)));
  }
  for (const entry of [...entries].reverse()) {
    if (entry.kind === 'folder') chmodSync(join(folder, entry.path), entry.mode);
  }
  return digestTree(entries, digests);
}

/** Where the file system tells capitals from small letters, nothing is there twice. */
async function once<Result>(
  file: string,
  { path }: ZipTreeEntry,
  write: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const reason =
      'another entry differs from it in capitals alone, which this file system does not tell apart';
    throw zipEntryError(file, path, reason, error);
  }
}

function unreadable(file: string, error: unknown): LamboxError {
  const { code, message } = error as NodeJS.ErrnoException;
  const name = JSON.stringify(file);
  const missing = code === 'ENOENT' || code === 'ENOTDIR';
  return new LamboxError(
    'InvalidCode',
    missing ? `the file ${name} does not exist` : `${name} cannot be read: ${message}`,
    {
      remedy: missing ? 'Check the path.' : 'Make it readable for the user who runs Lambox.',
      evidence: { file },
      cause: error,
    },
  );
}
