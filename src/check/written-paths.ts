import type { FileChange } from '../engine/container-engine.ts';
import type { FileEntry } from './file-entry.ts';

/** One place that was written to. */
export interface WrittenPath {
  readonly path: string;
  readonly kind: FileChange['kind'];
  /** So many more that were made with it, in it. */
  readonly below: number;
}

/** Python's own attempts to keep what it compiled: where it cannot, it goes on without. */
const harmless = /(^|\/)__pycache__(\/|$)/;

/**
 * What a container's own layer has that it did not have before.
 * @param elsewhere folders that are looked into in another way
 */
export function writtenInLayer(
  before: readonly FileChange[],
  after: readonly FileChange[],
  elsewhere: readonly string[],
): readonly WrittenPath[] {
  const known = new Set(before.map(({ path, kind }) => `${kind} ${path}`));
  return collapse(
    after.filter(({ path, kind }) => {
      return !known.has(`${kind} ${path}`) && !elsewhere.some((folder) => isWithin(path, folder));
    }),
  );
}

/** What differs between two lists of the same folders. */
export function writtenInFolders(
  before: readonly FileEntry[],
  after: readonly FileEntry[],
): readonly WrittenPath[] {
  const earlier = new Map(before.map((entry) => [entry.path, entry]));
  const later = new Set(after.map(({ path }) => path));
  const changes = after.flatMap(({ path, stamp, mode }): FileChange[] => {
    const known = earlier.get(path);
    if (known === undefined) return [{ path, kind: 'added' }];
    return known.stamp === stamp && known.mode === mode ? [] : [{ path, kind: 'changed' }];
  });
  const gone = before.filter(({ path }) => !later.has(path));
  return collapse([...changes, ...gone.map(({ path }) => ({ path, kind: 'removed' as const }))]);
}

/**
 * A folder changes with what is in it and is not told apart; a new folder stands for all that is in
 * it, one that is gone likewise. A folder that is told alone had something in it for a while.
 */
function collapse(changes: readonly FileChange[]): readonly WrittenPath[] {
  const sorted = changes
    .filter(({ path }) => !harmless.test(path))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const touched = new Set(changes.flatMap(({ path }) => ancestors(path)));
  const written: { path: string; kind: FileChange['kind']; below: number }[] = [];
  const tops = new Map<string, { below: number }>();
  for (const { path, kind } of sorted) {
    const top = ancestors(path)
      .map((ancestor) => tops.get(`${kind} ${ancestor}`))
      .find((found) => found !== undefined);
    if (kind === 'changed' && touched.has(path)) continue;
    if (top !== undefined && kind !== 'changed') {
      top.below += 1;
      continue;
    }
    const entry = { path, kind, below: 0 };
    tops.set(`${kind} ${path}`, entry);
    written.push(entry);
  }
  return written;
}

/** `/a/b/c` → `/a`, `/a/b`. */
function ancestors(path: string): readonly string[] {
  const names = path.split('/').slice(1, -1);
  return names.map((_, index) => `/${names.slice(0, index + 1).join('/')}`);
}

export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder.replace(/\/$/, '')}/`);
}
