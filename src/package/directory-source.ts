import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { CodeSource, WrittenCode } from './code-source.ts';
import { type CodeTree, readCodeTree } from './code-tree.ts';
import { copyFile } from './copy-file.ts';
import { paced } from './paced.ts';
import { digestTree } from './tree-digest.ts';

/**
 * A directory's content, `.git` and the like included. Files become 0644 or 0755, folders 0755:
 * what a directory's modes are on the user's machine says nothing about a zip made of it.
 * @throws LamboxError `InvalidCode` (see `readCodeTree`)
 */
export async function directorySource(directory: string): Promise<CodeSource> {
  const tree = await readCodeTree(directory);
  return {
    origin: tree.root,
    stamps: digestStamps(tree),
    changedNs: latestChangeNs(tree),
    writeTo: (folder) => copyTree(tree, folder),
  };
}

async function copyTree(tree: CodeTree, folder: string): Promise<WrittenCode> {
  const digests = new Map<string, string>();
  for await (const entry of paced(tree.entries, 16)) {
    const path = join(folder, entry.path);
    if (entry.kind === 'file') {
      digests.set(entry.path, await copyFile(tree.root, folder, entry));
    } else if (entry.kind === 'link') {
      symlinkSync(entry.target, path);
    } else {
      mkdirSync(path);
      // Apart: the caller's umask has a say in the mode that mkdir is given.
      chmodSync(path, entry.mode);
    }
  }
  return { sha256: digestTree(tree.entries, digests), sizeBytes: tree.sizeBytes };
}

function digestStamps({ entries }: CodeTree): string {
  const hash = createHash('sha256');
  for (const entry of entries) hash.update(`${entry.stamp} ${entry.path}\0`);
  return hash.digest('hex');
}

function latestChangeNs({ entries }: CodeTree): bigint {
  let latest = 0n;
  for (const { changedNs } of entries) if (changedNs > latest) latest = changedNs;
  return latest;
}
