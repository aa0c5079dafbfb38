import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Configuration } from '../configuration.ts';
import type { ContainerEngine, ImageSummary } from '../engine/container-engine.ts';
import { type Leftovers, listLeftovers, removeLeftovers } from '../environment/leftovers.ts';
import { LamboxError } from '../errors.ts';
import { imageLabel, isMadeHere, wasMadeHere } from '../package/image-labels.ts';

/** What `lambox prune` may remove. */
export interface Prunable {
  readonly leftovers: Leftovers;
  readonly images: readonly ImageSummary[];
  /** Of the cache. */
  readonly folders: readonly string[];
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
  };
}

export async function removePrunable(engine: ContainerEngine, prunable: Prunable): Promise<void> {
  await removeLeftovers(engine, prunable.leftovers);
  for (const { references, id } of prunable.images) {
    for (const reference of references) await engine.removeImage(reference);
    // Something that stands on it or runs of it keeps it.
    if (references.length === 0) await engine.removeImage(id).catch(ignoreConflict);
  }
  for (const folder of prunable.folders) await rm(folder, { recursive: true, force: true });
}

/** A user's image on top of one of ours inherits its labels, and is the user's. */
async function listImagesMadeHere(engine: ContainerEngine): Promise<readonly ImageSummary[]> {
  const labelled = await engine.listImages({ [imageLabel]: '' });
  const ours = await Promise.all(
    labelled.map(async (image) => {
      return isMadeHere(image.references, image.labels) || (await isOutdated(engine, image));
    }),
  );
  return labelled.filter((_, index) => ours[index]);
}

/** One of an older recipe has lost its name to the next. */
async function isOutdated(
  engine: ContainerEngine,
  { references, labels, parentId }: ImageSummary,
): Promise<boolean> {
  if (references.length > 0 || parentId === null) return false;
  const parent = await engine.inspectImage(parentId);
  return parent !== null && wasMadeHere(labels, parent.labels);
}

async function cacheFolders(cacheDirectory: string): Promise<readonly string[]> {
  const names = await readdir(cacheDirectory).catch(() => []);
  return names.sort().map((name) => path.join(cacheDirectory, name));
}

function ignoreConflict(error: unknown): void {
  const { statusCode } = error instanceof LamboxError ? error.evidence : {};
  if (statusCode !== 409) throw error;
}
