import { createHash } from 'node:crypto';
import type { CodeEntry } from './code-tree.ts';

/**
 * The digest of a tree's content: paths, kinds, modes, files' digests, links' targets. Where and
 * when it was made has no part in it.
 * @param fileDigests hex digest by path
 * @returns hex
 */
export function digestTree(
  entries: readonly CodeEntry[],
  fileDigests: ReadonlyMap<string, string>,
): string {
  const hash = createHash('sha256').update('lambox code 1\n');
  for (const entry of entries) {
    hash.update(`${describe(entry, fileDigests)}\0`);
  }
  return hash.digest('hex');
}

/** No part but the last can hold a NUL or a blank: two different trees never read alike. */
function describe(entry: CodeEntry, fileDigests: ReadonlyMap<string, string>): string {
  switch (entry.kind) {
    case 'folder':
      return `folder ${entry.path}`;
    case 'link':
      return `link ${entry.path}\0${entry.target}`;
    case 'file':
      return `file ${entry.mode.toString(8)} ${fileDigests.get(entry.path)} ${entry.path}`;
  }
}
