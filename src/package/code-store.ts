import { access, chmod, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { evictCode } from './code-eviction.ts';
import { readCodeIndex, writeCodeIndex } from './code-index.ts';
import type { CodeSource, WrittenCode } from './code-source.ts';
import { CodeUses } from './code-uses.ts';
import { directorySource } from './directory-source.ts';
import { layersSource } from './layers-source.ts';
import { storageFailure } from './storage-failure.ts';
import { createWorkFolder, type WorkFolder } from './work-folder.ts';
import { zipSource } from './zip-source.ts';

/** Functions' code by its content: `<cache>/code/<sha256>/`. Entries never change. */
export interface CodeStore {
  /**
   * Puts the content of a directory or a zip file into the store, unless it is there. What has not
   * changed since it was last stored is recognised by its files' times, without reading one.
   *
   * Everything is deployed, `.git` and the like included.
   * @throws LamboxError `InvalidCode` (see `directorySource` and `zipSource`), `StorageFailed`
   */
  put(path: string): Promise<StoredCode>;
  /**
   * Puts layers into the store, each by itself, and all of them as they lie at `/opt`.
   * @param paths directories and zip files, in their order
   * @throws LamboxError as `put`
   */
  putLayers(paths: readonly string[]): Promise<StoredLayers>;
  /** Ends the use of all that was put: from now on it may be removed to make room. */
  release(): Promise<void>;
}

export interface StoredLayers {
  /** What is mounted; `null` without layers. */
  readonly directory: string | null;
  readonly layers: readonly StoredCode[];
}

export interface StoredCode extends WrittenCode {
  /**
   * Absolute. Of a directory: files 0644 or 0755, folders 0755. Of a zip file: its own modes.
   */
  readonly directory: string;
}

/**
 * What is put through it is in use until it is released.
 * @param bytesMax what all entries may take; those in use are counted, and never removed
 */
export function createCodeStore(
  cacheDirectory: string,
  bytesMax = Number.POSITIVE_INFINITY,
): CodeStore {
  const entries = join(cacheDirectory, 'code');
  const indexes = join(cacheDirectory, 'code-index');
  const uses = new CodeUses(cacheDirectory);
  const releases: (() => Promise<void>)[] = [];
  const take = async (sha256: string): Promise<string> => {
    releases.push(await uses.take(sha256));
    return join(entries, sha256);
  };
  const putKnown = async (source: CodeSource): Promise<StoredCode | null> => {
    const known = await readCodeIndex(indexes, source);
    if (known === null) return null;
    const directory = await take(known.sha256);
    if (!(await exists(directory))) return null;
    await uses.note(known.sha256, known.sizeBytes);
    return { ...known, directory };
  };
  const putNew = async (source: CodeSource): Promise<StoredCode> => {
    const work = await createWorkFolder(entries);
    try {
      const written = await write(source, work, entries);
      const directory = await take(written.sha256);
      await moveInto(work, directory, entries);
      await uses.note(written.sha256, written.sizeBytes);
      await writeCodeIndex(indexes, source, written, work.madeAtNs);
      return { ...written, directory };
    } finally {
      await work.remove();
    }
  };
  const putSource = async (source: CodeSource): Promise<StoredCode> => {
    try {
      const known = await putKnown(source);
      if (known !== null) return known;
      const stored = await putNew(source);
      await evictCode(cacheDirectory, bytesMax);
      return stored;
    } catch (error) {
      throw storageFailure(entries, error);
    }
  };
  const put = async (path: string) => putSource(await sourceOf(path));
  return {
    put,
    async putLayers(paths) {
      const layers: StoredCode[] = [];
      for (const path of paths) layers.push(await put(path));
      const [first, ...more] = layers;
      if (first === undefined || more.length === 0) {
        return { directory: first?.directory ?? null, layers };
      }
      return { directory: (await putSource(layersSource(layers))).directory, layers };
    },
    async release() {
      for (const release of releases.splice(0)) await release();
    },
  };
}

async function sourceOf(path: string): Promise<CodeSource> {
  const isFile = (await stat(path).catch(() => null))?.isFile() === true;
  return isFile ? zipSource(path) : directorySource(path);
}

async function write(source: CodeSource, work: WorkFolder, store: string): Promise<WrittenCode> {
  try {
    await chmod(work.path, 0o755);
    return await source.writeTo(work.path);
  } catch (error) {
    throw storageFailure(store, error);
  }
}

async function moveInto(work: WorkFolder, target: string, store: string): Promise<void> {
  if (await exists(target)) return;
  try {
    await rename(work.path, target);
  } catch (error) {
    // Another process was first, with the same content.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw storageFailure(store, error);
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
