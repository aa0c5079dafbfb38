import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Configuration } from '../configuration.ts';
import type { ContainerEngine, ImageSummary } from '../engine/container-engine.ts';
import { type Leftovers, listLeftovers, removeLeftovers } from '../environment/leftovers.ts';
import { emptyCodeStore, listUsedCode } from '../package/code-eviction.ts';
import { listImagesMadeHere, removeImages } from '../package/images-made-here.ts';
import { removeTree } from '../package/remove-tree.ts';

/** What `lambox prune` may remove. */
export interface Prunable {
  readonly leftovers: Leftovers;
  readonly images: readonly ImageSummary[];
  /** Of the cache. */
  readonly folders: readonly string[];
  /** The code store, unless all of it may go. */
  readonly code: CodeInUse | null;
}

/** Entries that running functions use stay. */
export interface CodeInUse {
  readonly cacheDirectory: string;
  readonly used: readonly string[];
}

export interface PruneScope {
  readonly owners: 'dead' | 'all';
  readonly images: boolean;
  readonly cache: boolean;
}

/** By label, and in our own folders; nothing else is looked at. */
export async function listPrunable(
  engine: ContainerEngine,
  { runtimeDirectory, cacheDirectory }: Configuration,
  { owners, images, cache }: PruneScope,
): Promise<Prunable> {
  const everything = await listLeftovers({ engine, runtimeDirectory, owners: 'all' });
  const leftovers =
    owners === 'all' ? everything : await listLeftovers({ engine, runtimeDirectory, owners });
  const inUse = everything.containers.length > leftovers.containers.length;
  return {
    // A volume has no owner: it may be removed when no container of ours goes on.
    leftovers: { ...leftovers, volumes: inUse ? [] : everything.volumes },
    images: images ? await listImagesMadeHere(engine) : [],
    folders: cache ? await cacheFolders(cacheDirectory) : [],
    code:
      cache && owners === 'dead'
        ? { cacheDirectory, used: await listUsedCode(cacheDirectory) }
        : null,
  };
}

/** @returns how many stay, since others stand on them or use them */
export async function removePrunable(engine: ContainerEngine, prunable: Prunable): Promise<number> {
  const used = await removeLeftovers(engine, prunable.leftovers);
  const kept = await removeImages(engine, prunable.images);
  for (const folder of prunable.folders) await removeFolder(folder, prunable.code);
  return used.length + kept.length;
}

async function removeFolder(folder: string, code: CodeInUse | null): Promise<void> {
  if (path.basename(folder) !== 'code') return removeTree(folder);
  if (code !== null) return emptyCodeStore(code.cacheDirectory);
  await removeTree(folder);
  await removeTree(path.join(path.dirname(folder), 'code-uses'));
}

/** Without the notes of who uses what of the code: they go with it. */
async function cacheFolders(cacheDirectory: string): Promise<readonly string[]> {
  const names = await readdir(cacheDirectory).catch(() => []);
  const shown = names.filter((name) => name !== 'code-uses').sort();
  return shown.map((name) => path.join(cacheDirectory, name));
}
