import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { paced } from './paced.ts';
import { digestTree, type TreeEntry } from './tree-digest.ts';

type FileOf<Entry extends TreeEntry> = Extract<Entry, { readonly kind: 'file' }>;

/**
 * Writes a tree into an empty folder, with its modes. Links come after the files, so that nothing
 * is written through one, and the folders' modes last: they may forbid to write.
 * @param entries sorted by `comparePaths`; every folder is among them
 * @param writeFile writes one that is not there yet and returns its SHA-256, hex
 * @returns the tree's digest
 */
export async function writeTree<Entry extends TreeEntry>(
  entries: readonly Entry[],
  folder: string,
  writeFile: (file: FileOf<Entry>, path: string) => Promise<string>,
): Promise<string> {
  const digests = new Map<string, string>();
  for await (const entry of paced(entries, 16)) {
    const path = join(folder, entry.path);
    if (entry.kind === 'folder') mkdirSync(path, 0o700);
    if (entry.kind !== 'file') continue;
    digests.set(entry.path, await writeFile(entry as FileOf<Entry>, path));
    chmodSync(path, entry.mode);
  }
  for (const entry of entries) {
    if (entry.kind === 'link') symlinkSync(entry.target, join(folder, entry.path));
  }
  for (const entry of [...entries].reverse()) {
    if (entry.kind === 'folder') chmodSync(join(folder, entry.path), entry.mode);
  }
  return digestTree(entries, digests);
}
