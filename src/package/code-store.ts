import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { access, chmod, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { readCodeIndex, writeCodeIndex } from './code-index.ts';
import { type CodeTree, readCodeTree } from './code-tree.ts';
import { copyFile } from './copy-file.ts';
import { paced } from './paced.ts';
import { storageFailure } from './storage-failure.ts';
import { digestTree } from './tree-digest.ts';
import { createWorkFolder, type WorkFolder } from './work-folder.ts';

/** Functions' code by its content: `<cache>/code/<sha256>/`. Entries never change. */
export interface CodeStore {
  /**
   * Puts a directory's content into the store, unless it is there. A tree that has not changed
   * since it was last stored is recognised by its files' times, without reading one.
   *
   * Everything in the directory is deployed, `.git` and the like included. Nothing is ever removed
   * from the store: a bound with eviction is not there yet.
   * @throws LamboxError `InvalidCode` (see `readCodeTree`), `StorageFailed`
   */
  put(directory: string): Promise<StoredCode>;
}

export interface StoredCode {
  /** Absolute. Files 0644 or 0755, directories 0755, whatever the source's modes. */
  readonly directory: string;
  /** Hex. */
  readonly sha256: string;
  /** Sum of the files. */
  readonly sizeBytes: number;
}

export function createCodeStore(cacheDirectory: string): CodeStore {
  const entries = join(cacheDirectory, 'code');
  const indexes = join(cacheDirectory, 'code-index');
  return {
    async put(directory) {
      const tree = await readCodeTree(directory);
      const known = await readCodeIndex(indexes, tree);
      if (known !== null && (await exists(join(entries, known)))) {
        return { directory: join(entries, known), sha256: known, sizeBytes: tree.sizeBytes };
      }
      const work = await createWorkFolder(entries);
      try {
        const sha256 = await copyTree(tree, work).catch((error: unknown) => {
          throw storageFailure(entries, error);
        });
        await moveInto(work, join(entries, sha256), entries);
        await writeCodeIndex(indexes, tree, sha256, work.madeAtNs);
        return { directory: join(entries, sha256), sha256, sizeBytes: tree.sizeBytes };
      } finally {
        await work.remove();
      }
    },
  };
}

/** Copies the tree and says what was copied, from the copy: the source may change meanwhile. */
async function copyTree(tree: CodeTree, work: WorkFolder): Promise<string> {
  const digests = new Map<string, string>();
  // The modes are set apart: the caller's umask has a say in those that mkdir is given.
  await chmod(work.path, 0o755);
  for await (const entry of paced(tree.entries, 16)) {
    const path = join(work.path, entry.path);
    if (entry.kind === 'file') {
      digests.set(entry.path, await copyFile(tree.root, work.path, entry));
    } else if (entry.kind === 'link') {
      symlinkSync(entry.target, path);
    } else {
      mkdirSync(path);
      chmodSync(path, 0o755);
    }
  }
  return digestTree(tree.entries, digests);
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
