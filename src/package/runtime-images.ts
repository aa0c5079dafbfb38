import type { ContainerEngine, ImageDescription } from '../engine/container-engine.ts';
import { LamboxError } from '../errors.ts';
import type { Runtime } from '../lambda/runtime.ts';
import { findRuntime } from '../lambda/runtimes.ts';
import {
  type BootstrapOptions,
  bootstrapImage,
  isOfRecipe,
  readRecipeFor,
} from './bootstrap-image.ts';
import type { ResolvedImage } from './deployed-package.ts';
import { isMadeHere } from './image-labels.ts';
import { findImage, findRuntimeImage, type ImageResolverOptions } from './image-resolver.ts';

export interface RuntimeImage {
  readonly runtime: Runtime;
  /**
   * `present`: functions use it. `outdated`: made here of an older recipe, and made anew at the
   * next use. `absent`: got at the first use.
   */
  readonly state: 'present' | 'outdated' | 'absent';
  /** `null` where it is absent. */
  readonly image: Pick<ResolvedImage, keyof ImageDescription> | null;
  readonly source: ResolvedImage['source'] | null;
  readonly operatingSystem: string | null;
}

type Mirror = Pick<ImageResolverOptions, 'registryMirror'>;

/** What the engine has for a runtime. Pulls and makes nothing. */
export async function inspectRuntimeImage(
  engine: ContainerEngine,
  runtime: Runtime,
  options: Mirror,
): Promise<RuntimeImage> {
  const image = await findRuntimeImage(engine, runtime, options);
  if (image !== null) {
    const { source, operatingSystem } = image;
    return { runtime, state: 'present', image, source, operatingSystem };
  }
  const outdated = await engine.inspectImage(runtime.localImage);
  const state = outdated === null ? 'absent' : 'outdated';
  return { runtime, state, image: outdated, source: null, operatingSystem: null };
}

/** Of a runtime's identifier or of an image's reference; `null` where the engine has none. */
export async function findNamedImage(
  engine: ContainerEngine,
  name: string,
  options: Mirror,
): Promise<ResolvedImage | null> {
  const runtime = findRuntime(name);
  return runtime === null ? findImage(engine, name) : findRuntimeImage(engine, runtime, options);
}

export interface BuiltImage {
  readonly image: ImageDescription;
  /** Whether the one that was there is of this very recipe already. */
  readonly wasCurrent: boolean;
}

/**
 * Makes a runtime's image here, also where AWS's is in the engine.
 * @throws LamboxError `ImageNotFound` without a recipe, `ImageBuildFailed`, `StorageFailed`
 */
export async function buildRuntimeImage(
  engine: ContainerEngine,
  runtime: Runtime,
  options: BootstrapOptions,
): Promise<BuiltImage> {
  const present = await engine.inspectImage(runtime.localImage);
  if (present !== null && !isMadeHere([present.reference], present.labels)) {
    throw new LamboxError(
      'InvalidOption',
      `${runtime.localImage} in the engine was not made by Lambox, and is kept`,
      { remedy: `Give it another name first: docker tag ${runtime.localImage} NAME.` },
    );
  }
  const wasCurrent = present !== null && isOfRecipe(present, await readRecipeFor(engine, runtime));
  const image = wasCurrent ? present : await bootstrapImage(engine, runtime, options);
  return { image, wasCurrent };
}
