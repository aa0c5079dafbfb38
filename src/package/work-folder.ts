import { mkdir, mkdtemp, readdir, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { removeTree } from './remove-tree.ts';
import { storageFailure } from './storage-failure.ts';

/** A folder for unfinished work beside the place where the finished thing will be. */
export interface WorkFolder {
  readonly path: string;
  /** When it was made, by the file system's clock, nanoseconds since the epoch. */
  readonly madeAtNs: bigint;
  /** Removes it. After it was renamed away there is nothing to remove, and that is fine. */
  remove(): Promise<void>;
}

const prefix = '.work-';

/**
 * Makes a work folder below `parent`, and removes those that processes of this host left there
 * when they were killed.
 * @throws LamboxError `StorageFailed`
 */
export async function createWorkFolder(parent: string): Promise<WorkFolder> {
  try {
    await mkdir(parent, { recursive: true });
    await removeLeftovers(parent);
    const path = await makeFolder(parent);
    const { mtimeNs } = await stat(path, { bigint: true });
    const remove = () => removeTree(path);
    return { path, madeAtNs: mtimeNs, remove };
  } catch (error) {
    throw storageFailure(parent, error);
  }
}

async function makeFolder(parent: string): Promise<string> {
  const start = join(parent, `${prefix}${hostname()}-${process.pid}-`);
  try {
    return await mkdtemp(start);
  } catch {
    // "lambox prune" has removed the parent, which was empty, in between.
    await mkdir(parent, { recursive: true });
    return mkdtemp(start);
  }
}

async function removeLeftovers(parent: string): Promise<void> {
  for (const name of await readdir(parent).catch((): string[] => [])) {
    // Another host's, or another container's, may be alive: only its own host can tell.
    if (!name.startsWith(`${prefix}${hostname()}-`)) continue;
    const pid = Number(/-(\d+)-[^-]+$/.exec(name)?.[1]);
    if (pid === process.pid || isAlive(pid)) continue;
    await removeTree(join(parent, name));
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
