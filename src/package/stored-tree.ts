import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { join, posix } from 'node:path';
import { paced } from './paced.ts';
import type { TreeEntry } from './tree-digest.ts';

/** An entry of a tree that is in the code store. */
export type StoredEntry = TreeEntry & { readonly root: string; readonly sizeBytes: number };

/** What an entry of the code store holds, as it is; a folder comes before what is in it. */
export async function readStoredTree(root: string): Promise<readonly StoredEntry[]> {
  const entries: StoredEntry[] = [];
  const folders = [''];
  for (const folder of folders) {
    for await (const name of paced(readdirSync(join(root, folder)), 64)) {
      const entry = readEntry(root, posix.join(folder, name));
      entries.push(entry);
      if (entry.kind === 'folder') folders.push(entry.path);
    }
  }
  return entries;
}

function readEntry(root: string, path: string): StoredEntry {
  const stats = lstatSync(join(root, path));
  const place = { root, path, sizeBytes: stats.size };
  if (stats.isSymbolicLink()) {
    return { kind: 'link', target: readlinkSync(join(root, path)), ...place };
  }
  const mode = stats.mode & 0o777;
  return { kind: stats.isDirectory() ? 'folder' : 'file', mode, ...place };
}
