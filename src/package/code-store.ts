import { access, chmod, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readCodeIndex, writeCodeIndex } from './code-index.ts';
import type { CodeSource, WrittenCode } from './code-source.ts';
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
   * Everything is deployed, `.git` and the like included. Nothing is ever removed from the store: a
   * bound with eviction is not there yet.
   * @throws LamboxError `InvalidCode` (see `directorySource` and `zipSource`), `StorageFailed`
   */
  put(path: string): Promise<StoredCode>;
  /**
   * Puts layers into the store, each by itself, and all of them as they lie at `/opt`.
   * @param paths directories and zip files, in their order
   * @throws LamboxError as `put`
   */
  putLayers(paths: readonly string[]): Promise<StoredLayers>;
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

export function createCodeStore(cacheDirectory: string): CodeStore {
  const entries = join(cacheDirectory, 'code');
  const indexes = join(cacheDirectory, 'code-index');
  const putSource = async (source: CodeSource): Promise<StoredCode> => {
    const known = await readCodeIndex(indexes, source);
    if (known !== null && (await exists(join(entries, known.sha256)))) {
      return { ...known, directory: join(entries, known.sha256) };
    }
    const work = await createWorkFolder(entries);
    try {
      const written = await write(source, work, entries);
      const directory = join(entries, written.sha256);
      await moveInto(work, directory, entries);
      await writeCodeIndex(indexes, source, written, work.madeAtNs);
      return { ...written, directory };
    } finally {
      await work.remove();
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
