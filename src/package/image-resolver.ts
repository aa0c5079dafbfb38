import type {
  DotnetSurroundings,
  JavaSurroundings,
  LanguageSurroundings,
} from '../configuration.ts';
import type { ContainerEngine, ImageDescription } from '../engine/container-engine.ts';
import { LamboxError } from '../errors.ts';
import { hasRecipe, type Runtime } from '../lambda/runtime.ts';
import { bootstrapImage, isOfRecipe, readRecipeFor } from './bootstrap-image.ts';
import type { ImageSource, ResolvedImage } from './deployed-package.ts';
import { createImageFlights, type ImageFlights } from './image-flights.ts';
import { isMadeHere, operatingSystemLabel } from './image-labels.ts';
import type { PullPolicy } from './pull-policy.ts';

export interface ImageResolverOptions {
  readonly cacheDirectory: string;
  /** What stands in for AWS's public registry, `host[:port][/path]`. */
  readonly registryMirror: string | null;
  /** Files of certificates that builds need to reach the registries. */
  readonly certificateFiles: readonly string[];
  /** Where the host may have a CPython. */
  readonly python: LanguageSurroundings;
  readonly java: JavaSurroundings;
  readonly ruby: LanguageSurroundings;
  readonly dotnet: DotnetSurroundings;
  /** When a registry is asked; absent: when the engine does not have the image. */
  readonly pull?: PullPolicy | undefined;
  /** `linux/arm64`; absent: what the engine prefers. */
  readonly platform?: string | undefined;
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
  const { pull = 'missing', platform } = options;
  const key = JSON.stringify([runtime.identifier, pull, platform]);
  return flights.runtimes.run(key, async () => {
    const aws = awsReference(runtime, options);
    if (pull === 'always') {
      return resolved(await pullImage(engine, aws, options), 'pulled', runtime.operatingSystem);
    }
    const present = await findRuntimeImage(engine, runtime, options);
    if (present === null && pull === 'never') throw notThere(aws, runtime.localImage);
    return present ?? obtainRuntimeImage(engine, runtime, options);
  });
}

async function obtainRuntimeImage(
  engine: ContainerEngine,
  runtime: Runtime,
  options: ImageResolverOptions,
): Promise<ResolvedImage> {
  const aws = awsReference(runtime, options);
  try {
    return resolved(await pullImage(engine, aws, options), 'pulled', runtime.operatingSystem);
  } catch (error) {
    if (!(error instanceof LamboxError) || error.code === 'EngineUnreachable') throw error;
    if (!hasRecipe(runtime)) throw neitherWay(runtime, aws, error);
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
    hasRecipe(runtime) &&
    !isOfRecipe(own, await readRecipeFor(engine, runtime));
  return isStale ? null : describeOwn(own);
}

type UserImageOptions = Omit<
  ImageResolverOptions,
  'cacheDirectory' | 'certificateFiles' | 'python' | 'java' | 'ruby' | 'dotnet'
>;

/** A user's image where the engine has it, else `null`. */
export async function findImage(
  engine: ContainerEngine,
  reference: string,
): Promise<ResolvedImage | null> {
  const present = await engine.inspectImage(reference);
  return present && describeOwn(present);
}

/**
 * A user's image: in the engine, else pulled; asked for at once it is pulled once.
 * @throws LamboxError `ImageNotFound`, `EngineUnreachable`
 */
export async function resolveImage(
  engine: ContainerEngine,
  given: string,
  options: UserImageOptions,
): Promise<ResolvedImage> {
  const { pull = 'missing', platform, flights = createImageFlights() } = options;
  const reference = mirrored(given, options.registryMirror);
  return flights.images.run(JSON.stringify([reference, pull, platform]), async () => {
    const present = pull === 'always' ? null : await findImage(engine, reference);
    if (present !== null) return present;
    if (pull === 'never') throw notThere(reference);
    return pullUserImage(engine, reference, options);
  });
}

async function pullUserImage(
  engine: ContainerEngine,
  reference: string,
  options: UserImageOptions,
): Promise<ResolvedImage> {
  try {
    return resolved(await pullImage(engine, reference, options), 'pulled', null);
  } catch (error) {
    if (!(error instanceof LamboxError) || error.code === 'EngineUnreachable') throw error;
    const why = `cannot be pulled: ${error.message}`;
    const name = JSON.stringify(reference);
    throw new LamboxError(
      'ImageNotFound',
      options.pull === 'always'
        ? `the image ${name} ${why}`
        : `the engine has no image ${name}, and it ${why}`,
      {
        remedy: pullRemedy(error, reference),
        evidence: { reference, ...error.evidence },
        cause: error,
      },
    );
  }
}

/** Where a sign-in was refused that is the thing to mend, else the name. */
function pullRemedy({ remedy }: LamboxError, reference: string): string {
  if (remedy?.startsWith('Sign in') === true) return remedy;
  return (
    `Build it (docker build -t ${reference} .) or check the name; a directory is named with a ` +
    'leading ./'
  );
}

/** Says which image it is about to pull, and by its digest which one it got. */
async function pullImage(
  engine: ContainerEngine,
  reference: string,
  { onProgress, platform }: Pick<ImageResolverOptions, 'onProgress' | 'platform'>,
): Promise<ImageDescription> {
  onProgress?.(`pulling ${reference}`);
  const image = await engine.pullImage(reference, { onProgress, platform });
  if (image.digest !== null) onProgress?.(`pulled ${reference}, ${image.digest}`);
  return image;
}

function notThere(...references: readonly string[]): LamboxError {
  const names = references.map((reference) => JSON.stringify(reference)).join(' or ');
  return new LamboxError(
    'ImageNotFound',
    `the engine has no image ${names}, and none is to be pulled (pull: never)`,
    { remedy: 'Leave --pull out, or bring the image first.', evidence: { references } },
  );
}

/** AWS's image by the name that the configured mirror has it under. */
export function awsReference(
  runtime: Runtime,
  { registryMirror }: Pick<ImageResolverOptions, 'registryMirror'>,
): string {
  return mirrored(runtime.awsImage, registryMirror);
}

function mirrored(reference: string, registryMirror: string | null): string {
  if (registryMirror === null || !reference.startsWith(`${awsRegistry}/`)) return reference;
  return reference.replace(awsRegistry, registryMirror.replace(/\/$/, ''));
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
        `this one itself: ${runtime.recipeNote}.`,
      evidence: { runtime: runtime.identifier, reference, ...error.evidence },
      cause: error,
    },
  );
}
