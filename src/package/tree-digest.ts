import { createHash } from 'node:crypto';

/** What a tree of code consists of, as far as its content goes. */
export type TreeEntry =
  | { readonly kind: 'file'; readonly path: string; readonly mode: number }
  | { readonly kind: 'folder'; readonly path: string; readonly mode: number }
  | { readonly kind: 'link'; readonly path: string; readonly target: string };

/**
 * The digest of a tree's content: paths, kinds, modes, files' digests, links' targets. Where and
 * when it was made has no part in it: a directory and a zip of the same content have the same.
 * @param entries sorted by `comparePaths`
 * @param fileDigests hex digest by path
 * @returns hex
 */
export function digestTree(
  entries: readonly TreeEntry[],
  fileDigests: ReadonlyMap<string, string>,
): string {
  const hash = createHash('sha256').update('lambox code 2\n');
  for (const entry of entries) {
    hash.update(`${describe(entry, fileDigests)}\0`);
  }
  return hash.digest('hex');
}

/** A folder comes before what is in it. */
export function comparePaths(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : 1;
}

/** No part but the last can hold a NUL or a blank: two different trees never read alike. */
function describe(entry: TreeEntry, fileDigests: ReadonlyMap<string, string>): string {
  switch (entry.kind) {
    case 'folder':
      return `folder ${entry.mode.toString(8)} ${entry.path}`;
    case 'link':
      return `link ${entry.path}\0${entry.target}`;
    case 'file':
      return `file ${entry.mode.toString(8)} ${fileDigests.get(entry.path)} ${entry.path}`;
  }
}
