import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
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

function indexFile(folder: string, origin: string): string {
  return join(folder, `${createHash('sha256').update(origin).digest('hex')}.json`);
}
