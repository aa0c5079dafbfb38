import type { ContainerEngine, ImageDescription } from '../engine/container-engine.ts';
import { LamboxError } from '../errors.ts';
import type { Runtime } from '../lambda/runtime.ts';
import { bootstrapImage, isOfRecipe, readRecipeFor } from './bootstrap-image.ts';
import type { ImageSource, ResolvedImage } from './deployed-package.ts';
import { createImageFlights, type ImageFlights } from './image-flights.ts';
import { isMadeHere, operatingSystemLabel } from './image-labels.ts';

export interface ImageResolverOptions {
  readonly cacheDirectory: string;
  /** What stands in for AWS's public registry, `host[:port][/path]`. */
  readonly registryMirror: string | null;
  /** Files of certificates that builds need to reach the registries. */
  readonly certificateFiles: readonly string[];
  /** Told one line a step of long work. */
  readonly onProgress?: ((line: string) => void) | undefined;
  /** Where images are written down: one that has moved is said. Absent: nowhere. */
  readonly lockFile?: string;
  /** Shared by all who may ask at once; absent: nobody else does. */
  readonly flights?: ImageFlights;
}

const awsRegistry = 'public.ecr.aws';

/**
 * The image of a runtime: AWS's or one made here, already in the engine; else pulled; else made.
 * One made here of an older recipe counts as absent.
 * @throws LamboxError `ImageNotFound` with what was tried, `ImageBuildFailed`, `StorageFailed`
 */
export async function resolveRuntimeImage(
  engine: ContainerEngine,
  runtime: Runtime,
  options: ImageResolverOptions,
): Promise<ResolvedImage> {
  const flights = options.flights ?? createImageFlights();
  return flights.runtimes.run(runtime.identifier, async () => {
    const present = await findRuntimeImage(engine, runtime, options);
    return present ?? obtainRuntimeImage(engine, runtime, options);
  });
}

async function obtainRuntimeImage(
  engine: ContainerEngine,
  runtime: Runtime,
  options: ImageResolverOptions,
): Promise<ResolvedImage> {
  const aws = awsReference(runtime, options);
  options.onProgress?.(`pulling ${aws}`);
  try {
    const image = await engine.pullImage(aws, options.onProgress);
    return resolved(image, 'pulled', runtime.operatingSystem);
  } catch (error) {
    if (!(error instanceof LamboxError) || error.code === 'EngineUnreachable') throw error;
    if (runtime.recipe !== 'runs') throw neitherWay(runtime, aws, error);
    options.onProgress?.(`cannot be pulled (${error.message}): making an image here`);
    const { flights = createImageFlights() } = options;
    return describeOwn(await bootstrapImage(engine, runtime, { ...options, flights }));
  }
}

/** The image of a runtime when the engine has it, else `null`. Pulls and makes nothing. */
export async function findRuntimeImage(
  engine: ContainerEngine,
  runtime: Runtime,
  options: Pick<ImageResolverOptions, 'registryMirror'>,
): Promise<ResolvedImage | null> {
  const aws = await engine.inspectImage(awsReference(runtime, options));
  if (aws !== null) return resolved(aws, 'engine', runtime.operatingSystem);
  const own = await engine.inspectImage(runtime.localImage);
  if (own === null) return null;
  const isStale =
    isMadeHere([own.reference], own.labels) &&
    runtime.recipe === 'runs' &&
    !isOfRecipe(own, await readRecipeFor(engine, runtime));
  return isStale ? null : describeOwn(own);
}

/** A user's image where the engine has it, else `null`. */
export async function findImage(
  engine: ContainerEngine,
  reference: string,
): Promise<ResolvedImage | null> {
  const present = await engine.inspectImage(reference);
  return present && describeOwn(present);
}

/**
 * A user's image: in the engine, else pulled.
 * @throws LamboxError `ImageNotFound`, `EngineUnreachable`
 */
export async function resolveImage(
  engine: ContainerEngine,
  reference: string,
  options: Pick<ImageResolverOptions, 'onProgress'>,
): Promise<ResolvedImage> {
  const present = await findImage(engine, reference);
  if (present !== null) return present;
  options.onProgress?.(`pulling ${reference}`);
  try {
    return resolved(await engine.pullImage(reference, options.onProgress), 'pulled', null);
  } catch (error) {
    if (!(error instanceof LamboxError) || error.code === 'EngineUnreachable') throw error;
    throw new LamboxError(
      'ImageNotFound',
      `the engine has no image ${JSON.stringify(reference)}, and it cannot be pulled: ` +
        error.message,
      {
        remedy:
          `Build it (docker build -t ${reference} .) or check the name; a directory is named ` +
          'with a leading ./',
        evidence: { reference, ...error.evidence },
        cause: error,
      },
    );
  }
}

/** AWS's image by the name that the configured mirror has it under. */
export function awsReference(
  runtime: Runtime,
  { registryMirror }: Pick<ImageResolverOptions, 'registryMirror'>,
): string {
  if (registryMirror === null) return runtime.awsImage;
  return runtime.awsImage.replace(awsRegistry, registryMirror.replace(/\/$/, ''));
}

/** An image that says itself whether it was made here, and of what. */
function describeOwn(image: ImageDescription): ResolvedImage {
  const source = isMadeHere([image.reference], image.labels) ? 'bootstrapped' : 'engine';
  return resolved(image, source, image.labels[operatingSystemLabel] ?? null);
}

function resolved(
  image: ImageDescription,
  source: ImageSource,
  operatingSystem: string | null,
): ResolvedImage {
  return { ...image, source, operatingSystem };
}

function neitherWay(runtime: Runtime, reference: string, error: LamboxError): LamboxError {
  return new LamboxError(
    'ImageNotFound',
    `the image of ${runtime.identifier} is not in the engine and cannot be pulled: ` +
      error.message,
    {
      remedy:
        `Load it (docker load) as ${reference} or ${runtime.localImage}; Lambox cannot make ` +
        'this one itself yet.',
      evidence: { runtime: runtime.identifier, reference, ...error.evidence },
      cause: error,
    },
  );
}
