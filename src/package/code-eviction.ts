import { lstat, readdir, rename, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { boundCodeIndex } from './code-index.ts';
import { CodeUses } from './code-uses.ts';
import { createWorkFolder } from './work-folder.ts';

interface Candidate {
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly lastUsedMs: number;
}

/**
 * Removes entries of the code store, the least recently used first, until the others take no more
 * than `bytesMax`. None that a running process uses is removed; where these alone take more, they
 * do.
 * @returns how many were removed
 */
export async function evictCode(cacheDirectory: string, bytesMax: number): Promise<number> {
  const entries = join(cacheDirectory, 'code');
  const uses = new CodeUses(cacheDirectory);
  const candidates = await listCandidates(entries, uses);
  let sizeBytes = candidates.reduce((sum, candidate) => sum + candidate.sizeBytes, 0);
  let removed = 0;
  for (const candidate of candidates) {
    if (sizeBytes <= bytesMax && bytesMax > 0) break;
    if (!(await removeEntry(entries, uses, candidate.sha256))) continue;
    sizeBytes -= candidate.sizeBytes;
    removed += 1;
  }
  await forgetMissing(entries, uses);
  const left = new Set(await readdir(entries).catch((): string[] => []));
  const index = join(cacheDirectory, 'code-index');
  await boundCodeIndex(index, { stored: left, evicted: removed > 0 });
  return removed;
}

/** Notes of entries that a process was about to put, or to remove, when it was killed. */
async function forgetMissing(entries: string, uses: CodeUses): Promise<void> {
  const present = new Set(await readdir(entries).catch((): string[] => []));
  for (const sha256 of await uses.list()) {
    if (present.has(sha256) || (await uses.isUsed(sha256))) continue;
    await uses.removeUnused(sha256, async () => {});
  }
}

/** Removes every entry that no running process uses, and what killed ones have left of others. */
export async function emptyCodeStore(cacheDirectory: string): Promise<void> {
  const entries = join(cacheDirectory, 'code');
  const work = await createWorkFolder(entries);
  await work.remove();
  await evictCode(cacheDirectory, 0);
  // Either stays where there is still something in it.
  for (const folder of [entries, join(cacheDirectory, 'code-uses')]) {
    await rmdir(folder).catch(() => undefined);
  }
}

/** The entries that running processes use, by their digests. */
export async function listUsedCode(cacheDirectory: string): Promise<readonly string[]> {
  const uses = new CodeUses(cacheDirectory);
  const names = await readdir(join(cacheDirectory, 'code')).catch((): string[] => []);
  const used = await Promise.all(names.map((name) => uses.isUsed(name)));
  return names.filter((_, index) => used[index]);
}

/** The least recently used first. */
async function listCandidates(entries: string, uses: CodeUses): Promise<readonly Candidate[]> {
  const names = await readdir(entries).catch((): string[] => []);
  const candidates: Candidate[] = [];
  for (const sha256 of names.filter((name) => /^[0-9a-f]{64}$/.test(name))) {
    const use = (await uses.read(sha256)) ?? (await measure(join(entries, sha256)));
    if (use !== null) candidates.push({ sha256, ...use });
  }
  return candidates.sort((a, b) => a.lastUsedMs - b.lastUsedMs);
}

/** One that an earlier version of Lambox has put. */
async function measure(entry: string): Promise<Omit<Candidate, 'sha256'> | null> {
  try {
    const { ctimeMs } = await stat(entry);
    const names = await readdir(entry, { recursive: true });
    let sizeBytes = 0;
    for (const name of names) {
      const stats = await lstat(join(entry, name));
      if (stats.isFile()) sizeBytes += stats.size;
    }
    return { sizeBytes, lastUsedMs: ctimeMs };
  } catch {
    // Removed by another process meanwhile.
    return null;
  }
}

/** Moved away first, so that nobody ever finds a part of it. */
async function removeEntry(entries: string, uses: CodeUses, sha256: string): Promise<boolean> {
  if (await uses.isUsed(sha256)) return false;
  const work = await createWorkFolder(entries);
  try {
    return await uses.removeUnused(sha256, () =>
      rename(join(entries, sha256), join(work.path, sha256)).catch(ignoreMissing),
    );
  } finally {
    await work.remove();
  }
}

function ignoreMissing(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}
