import { readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { ContainerEngine } from '../engine/container-engine.ts';
import { LamboxError } from '../errors.ts';
import { isOwnerDead, type Owner, parseOwner } from '../owner.ts';
import { ownerLabel, runLabel } from './labels.ts';

/** What processes of ours have made and not taken away. */
export interface Leftovers {
  readonly containers: readonly {
    readonly id: string;
    readonly name: string;
    readonly owner: string;
  }[];
  readonly volumes: readonly string[];
  /** Folders with channel sockets, one a run. */
  readonly folders: readonly string[];
}

export interface LeftoversQuery {
  readonly engine: ContainerEngine;
  /** Where runs keep their socket folders: `$XDG_RUNTIME_DIR/lambox`. */
  readonly runtimeDirectory: string;
  /**
   * `dead`: only what processes have left that no longer run. `all`: also what belongs to running
   * ones.
   */
  readonly owners: 'dead' | 'all';
}

/** Lists by label only: nothing that is not ours is ever looked at. */
export async function listLeftovers(query: LeftoversQuery): Promise<Leftovers> {
  const label = { [runLabel]: '' };
  const [containers, volumes, folders] = await Promise.all([
    query.engine.listContainers(label),
    query.owners === 'all' ? query.engine.listVolumes(label) : [],
    runFolders(query.runtimeDirectory),
  ]);
  const matches = (owner: Owner | null) =>
    owner !== null && (query.owners === 'all' || isOwnerDead(owner));
  return {
    containers: containers
      .map(({ id, name, labels }) => ({ id, name, owner: labels[ownerLabel] ?? '' }))
      .filter(({ owner }) => query.owners === 'all' || matches(parseOwner(owner))),
    volumes,
    folders: folders
      .filter((name) => matches(ownerOfFolder(name)))
      .map((name) => join(query.runtimeDirectory, name)),
  };
}

/**
 * Removes them, the containers one after the other: removals cost an engine as much as starts.
 * @returns volumes that somebody has begun to use since they were listed: they stay
 */
export async function removeLeftovers(
  engine: ContainerEngine,
  leftovers: Leftovers,
): Promise<readonly string[]> {
  for (const { id } of leftovers.containers) await engine.removeContainer(id);
  const used: string[] = [];
  for (const volume of leftovers.volumes) {
    if (!(await removeVolume(engine, volume))) used.push(volume);
  }
  for (const folder of leftovers.folders) await rm(folder, { recursive: true, force: true });
  return used;
}

async function removeVolume(engine: ContainerEngine, volume: string): Promise<boolean> {
  try {
    await engine.removeVolume(volume);
    return true;
  } catch (error) {
    const { statusCode } = error instanceof LamboxError ? error.evidence : {};
    if (statusCode !== 409) throw error;
    return false;
  }
}

/**
 * A run's folder is named after its owner, so that it can be judged without opening it; short, for
 * socket paths.
 */
export function runFolderName({ pid, startTime }: Owner, runId: string): string {
  return `${pid}-${startTime}-${runId}`;
}

/** `null` for a folder that is not a run's. The folder is on this host, and so was its owner. */
function ownerOfFolder(name: string): Owner | null {
  const match = /^(\d+)-(\d*)-[0-9a-f]+$/.exec(name);
  if (match === null) return null;
  return { host: hostname(), pid: Number(match[1]), startTime: match[2] ?? '' };
}

async function runFolders(runtimeDirectory: string): Promise<readonly string[]> {
  try {
    return await readdir(runtimeDirectory);
  } catch {
    return [];
  }
}
