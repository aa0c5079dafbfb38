import type { CodeSource, WrittenCode } from './code-source.ts';
import { copyFile } from './copy-file.ts';
import { readStoredTree, type StoredEntry } from './stored-tree.ts';
import { comparePaths } from './tree-digest.ts';
import { writeTree } from './write-tree.ts';

/** A layer that is in the code store. */
export interface StoredLayer extends WrittenCode {
  readonly directory: string;
}

/**
 * Layers as they lie at `/opt`: unpacked one over the other in their order, so that of files at the
 * same place the last layer's counts (row 4.5-2).
 */
export function layersSource(layers: readonly StoredLayer[]): CodeSource {
  const digests = layers.map(({ sha256 }) => sha256).join(' ');
  return {
    origin: `layers ${digests}`,
    stamps: digests,
    changedNs: 0n,
    async writeTo(folder) {
      const entries = await merge(layers);
      const sha256 = await writeTree(entries, folder, (file) => copyFile(file.root, folder, file));
      const files = entries.filter(({ kind }) => kind === 'file');
      return { sha256, sizeBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) };
    },
  };
}

/** Folders are united; whatever else meets takes the other's place, with all that is in it. */
async function merge(layers: readonly StoredLayer[]): Promise<readonly StoredEntry[]> {
  const merged = new Map<string, StoredEntry>();
  for (const { directory } of layers) {
    for (const entry of await readStoredTree(directory)) {
      const isCovered = merged.get(entry.path)?.kind === 'folder' && entry.kind !== 'folder';
      if (isCovered) removeBelow(entry.path, merged);
      merged.set(entry.path, entry);
    }
  }
  return [...merged.values()].sort(comparePaths);
}

function removeBelow(folder: string, merged: Map<string, StoredEntry>): void {
  for (const path of [...merged.keys()]) if (path.startsWith(`${folder}/`)) merged.delete(path);
}
