import type { BigIntStats } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { relative } from 'node:path';
import { openPromise, type ZipFile } from 'yauzl';
import { LamboxError } from '../errors.ts';
import type { CodeSource, WrittenCode } from './code-source.ts';
import { writeTree } from './write-tree.ts';
import { writeZipEntry } from './zip-entry.ts';
import { zipEntryError, zipError } from './zip-error.ts';
import { readZipTree, type ZipTree, type ZipTreeFile } from './zip-tree.ts';

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
    const { entries, sizeBytes } = await readTree(file, zip);
    const write = (entry: ZipTreeFile, path: string) =>
      writeZipEntry(file, entry.path, zip, entry.entry, path);
    return { sha256: await writeTree(entries, folder, write), sizeBytes };
  } catch (error) {
    throw clash(file, folder, error);
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

/** Where the file system tells capitals from small letters, nothing is there twice. */
function clash(file: string, folder: string, error: unknown): unknown {
  const { code, path } = error as NodeJS.ErrnoException;
  if (code !== 'EEXIST' || path === undefined) return error;
  const reason =
    'another entry differs from it in capitals alone, which this file system does not tell apart';
  return zipEntryError(file, relative(folder, path), reason, error);
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
