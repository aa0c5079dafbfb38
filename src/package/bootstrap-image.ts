import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContainerEngine, ImageDescription } from '../engine/container-engine.ts';
import type { Runtime } from '../lambda/runtime.ts';
import { type BuildContextOptions, fillBuildContext } from './build-context.ts';
import type { ImageFlights } from './image-flights.ts';
import {
  imageLabel,
  operatingSystemLabel,
  recipeLabel,
  runtimeClientLabel,
} from './image-labels.ts';
import { type ImageRecipe, readBaseRecipe, readRuntimeRecipe } from './image-recipe.ts';
import { baseOperatingSystem, makeRootFileSystem } from './root-file-system.ts';
import { createWorkFolder } from './work-folder.ts';

export interface BootstrapOptions extends Omit<BuildContextOptions, 'architecture'> {
  readonly cacheDirectory: string;
  readonly flights: Pick<ImageFlights, 'bases'>;
}

const baseReference = 'lambox/base:debian-13';

/** Whether the image is one made here of this very recipe. */
export function isOfRecipe(image: ImageDescription, recipe: ImageRecipe): boolean {
  return image.labels[recipeLabel] === recipe.digest;
}

/** The recipe of a runtime's image for the engine's architecture. */
export async function readRecipeFor(
  engine: ContainerEngine,
  runtime: Runtime,
): Promise<ImageRecipe> {
  const { architecture } = await engine.describe();
  return readRuntimeRecipe(runtime, architecture, await readBaseRecipe());
}

/**
 * Makes a runtime's image without a container registry: Debian's root file system, and where the
 * runtime has them the language and AWS's runtime client from their own registries. Takes minutes;
 * what an interrupted run had finished is used again (the base image, and the engine's cache of
 * build steps).
 * @throws LamboxError `ImageNotFound` without a recipe, `ImageBuildFailed`, `StorageFailed`
 */
export async function bootstrapImage(
  engine: ContainerEngine,
  runtime: Runtime,
  options: BootstrapOptions,
): Promise<ImageDescription> {
  const recipe = await readRecipeFor(engine, runtime);
  const base = await readBaseRecipe();
  await options.flights.bases.run(baseReference, () => ensureBase(engine, base, options));
  const work = await createWorkFolder(join(options.cacheDirectory, 'build'));
  try {
    const { architecture } = await engine.describe();
    const registries = await fillBuildContext(work.path, recipe, { ...options, architecture });
    const client = runtime.runtimeClient;
    options.onProgress?.(`building ${runtime.localImage}`);
    return await engine.buildImage(work.path, {
      reference: runtime.localImage,
      dockerfile: 'Dockerfile',
      arguments: {
        ...recipe.arguments,
        ...registries,
        BASE_IMAGE: baseReference,
      },
      labels: {
        ...labelsOf(recipe, runtime.localImage),
        ...(client !== null && { [runtimeClientLabel]: `${client.name}@${client.version}` }),
      },
      // The registries are reached as the host reaches them.
      networkMode: 'host',
      ...(options.onProgress && { onProgress: options.onProgress }),
    });
  } finally {
    await work.remove();
  }
}

async function ensureBase(
  engine: ContainerEngine,
  recipe: ImageRecipe,
  options: BootstrapOptions,
): Promise<void> {
  const present = await engine.inspectImage(baseReference);
  if (present !== null && isOfRecipe(present, recipe)) return;
  options.onProgress?.(`making ${baseReference} with mmdebstrap`);
  const work = await createWorkFolder(join(options.cacheDirectory, 'build'));
  const file = join(work.path, 'root.tar');
  try {
    const { onProgress } = options;
    await makeRootFileSystem({ recipeFolder: recipe.folder, file, onProgress });
    const changes = (await readFile(join(recipe.folder, 'changes'), 'utf8')).trim().split('\n');
    const labels = Object.entries(labelsOf(recipe, baseReference)).map(
      ([name, value]) => `LABEL ${name}=${JSON.stringify(value)}`,
    );
    await engine.importImage(createReadStream(file), baseReference, [...changes, ...labels]);
  } finally {
    await work.remove();
  }
}

function labelsOf(recipe: ImageRecipe, reference: string): Record<string, string> {
  return {
    [imageLabel]: reference,
    [recipeLabel]: recipe.digest,
    [operatingSystemLabel]: baseOperatingSystem,
  };
}
