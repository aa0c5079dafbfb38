import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CodeSource, WrittenCode } from './code-source.ts';
import { storageFailure } from './storage-failure.ts';
import { createWorkFolder } from './work-folder.ts';

/** What one source held when it was last stored. */
interface CodeIndex extends WrittenCode {
  readonly source: string;
  readonly stamps: string;
}

/**
 * File systems date a change by the kernel's tick, 1–10 ms long: what changed so shortly before it
 * was read may have changed once more in the same tick.
 */
const tickNs = 20_000_000n;

/** Of a few hundred bytes each. */
const indexesMax = 1_000;

/** What the source holds, when it has not changed since it was stored; else `null`. */
export async function readCodeIndex(
  folder: string,
  { origin, stamps }: CodeSource,
): Promise<WrittenCode | null> {
  try {
    const index = JSON.parse(await readFile(indexFile(folder, origin), 'utf8')) as CodeIndex;
    const { sha256, sizeBytes } = index;
    if (index.source !== origin || index.stamps !== stamps) return null;
    return typeof sizeBytes === 'number' ? { sha256, sizeBytes } : null;
  } catch {
    // Absent or torn: the store can do without.
    return null;
  }
}

/**
 * Remembers what the source held, unless it changed so shortly before it was copied that a further
 * change could go unnoticed.
 * @param copiedSinceNs when copying began, by the file system's clock
 * @throws LamboxError `StorageFailed`
 */
export async function writeCodeIndex(
  folder: string,
  { origin, stamps, changedNs }: CodeSource,
  { sha256, sizeBytes }: WrittenCode,
  copiedSinceNs: bigint,
): Promise<void> {
  if (changedNs >= copiedSinceNs - tickNs) return;
  const work = await createWorkFolder(folder);
  try {
    const file = join(work.path, 'index.json');
    const index: CodeIndex = { source: origin, stamps, sha256, sizeBytes };
    await writeFile(file, `${JSON.stringify(index)}\n`);
    await rename(file, indexFile(folder, origin));
  } catch (error) {
    throw storageFailure(folder, error);
  } finally {
    await work.remove();
  }
}

export interface CodeIndexBounds {
  /** The entries of the store, by their digests. */
  readonly stored: ReadonlySet<string>;
  /** Whether some have just been removed. */
  readonly evicted: boolean;
  readonly countMax?: number;
}

/**
 * Forgets what sources held whose code is no longer in the store, and of more than `countMax` the
 * oldest: their folders may be long gone. Who needs one that is forgotten reads the source again.
 */
export async function boundCodeIndex(
  folder: string,
  { stored, evicted, countMax = indexesMax }: CodeIndexBounds,
): Promise<void> {
  const names = await readdir(folder).catch((): string[] => []);
  if (!evicted && names.length <= countMax) return;
  const known: { readonly file: string; readonly mtimeMs: number }[] = [];
  for (const name of names.filter((each) => each.endsWith('.json'))) {
    const file = join(folder, name);
    const [sha256, stats] = await Promise.all([digestOf(file), stat(file).catch(() => null)]);
    if (sha256 !== null && stats !== null && stored.has(sha256)) {
      known.push({ file, mtimeMs: stats.mtimeMs });
    } else {
      await rm(file, { force: true });
    }
  }
  known.sort((a, b) => b.mtimeMs - a.mtimeMs);
  for (const { file } of known.slice(countMax)) await rm(file, { force: true });
}

/** `null` for a file that is torn, or has gone. */
async function digestOf(file: string): Promise<string | null> {
  try {
    return (JSON.parse(await readFile(file, 'utf8')) as CodeIndex).sha256;
  } catch {
    return null;
  }
}

function indexFile(folder: string, origin: string): string {
  return join(folder, `${createHash('sha256').update(origin).digest('hex')}.json`);
}
