import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CodeTree } from './code-tree.ts';
import { storageFailure } from './storage-failure.ts';
import { createWorkFolder } from './work-folder.ts';

/** What one source directory held when it was last stored. */
interface CodeIndex {
  readonly source: string;
  /** Hex digest of all stamps. */
  readonly stamps: string;
  readonly sha256: string;
}

/**
 * File systems date a change by the kernel's tick, 1–10 ms long: what changed so shortly before it
 * was read may have changed once more in the same tick.
 */
const tickNs = 20_000_000n;

/** The digest of the tree's content, when no file has changed since it was stored; else `null`. */
export async function readCodeIndex(folder: string, tree: CodeTree): Promise<string | null> {
  try {
    const index = JSON.parse(await readFile(indexFile(folder, tree), 'utf8')) as CodeIndex;
    return index.source === tree.root && index.stamps === digestStamps(tree) ? index.sha256 : null;
  } catch {
    // Absent or torn: the store can do without.
    return null;
  }
}

/**
 * Remembers what the tree held, unless it changed so shortly before it was copied that a further
 * change could go unnoticed.
 * @param copiedSinceNs when copying began, by the file system's clock
 * @throws LamboxError `StorageFailed`
 */
export async function writeCodeIndex(
  folder: string,
  tree: CodeTree,
  sha256: string,
  copiedSinceNs: bigint,
): Promise<void> {
  const isSettled = tree.entries.every((entry) => entry.changedNs < copiedSinceNs - tickNs);
  if (!isSettled) return;
  const work = await createWorkFolder(folder);
  try {
    const file = join(work.path, 'index.json');
    const index: CodeIndex = { source: tree.root, stamps: digestStamps(tree), sha256 };
    await writeFile(file, `${JSON.stringify(index)}\n`);
    await rename(file, indexFile(folder, tree));
  } catch (error) {
    throw storageFailure(folder, error);
  } finally {
    await work.remove();
  }
}

function indexFile(folder: string, tree: CodeTree): string {
  return join(folder, `${createHash('sha256').update(tree.root).digest('hex')}.json`);
}

function digestStamps(tree: CodeTree): string {
  const hash = createHash('sha256');
  for (const entry of tree.entries) hash.update(`${entry.stamp} ${entry.path}\0`);
  return hash.digest('hex');
}
