import { stat } from 'node:fs/promises';
import type { ContainerEngine } from '../engine/container-engine.ts';
import { LamboxError } from '../errors.ts';
import { deprecationNotice } from '../lambda/deprecation-notice.ts';
import { limits } from '../lambda/limits.ts';
import { parseRuntime } from '../lambda/runtimes.ts';
import type { Clock } from '../timeline/clock.ts';
import { checkTotalSize } from './code-size.ts';
import { type CodeStore, createCodeStore, type StoredCode } from './code-store.ts';
import { deployCode, deployImage } from './deploy.ts';
import type { DeployedPackage, ResolvedImage } from './deployed-package.ts';
import { buildFunctionImage, loadFunctionImage } from './function-image.ts';
import { lockNotice } from './image-lock.ts';
import { type ImageResolverOptions, resolveImage, resolveRuntimeImage } from './image-resolver.ts';
import { type GivenHandler, inferHandler } from './infer-handler.ts';
import { checkLayers } from './layers.ts';
import { resolveTarget, type Target } from './resolve-target.ts';

/** What a target turned out to be, deployed. */
export interface Deployment {
  readonly package: DeployedPackage;
  readonly packageType: 'Zip' | 'Image';
  /** The base name of the directory, zip file or image. */
  readonly functionName: string;
  /** `null` for image functions. */
  readonly runtime: string | null;
  readonly handler: string | null;
  /** Why this runtime and handler, or an image of the directory, where that was inferred. */
  readonly inferred: string | null;
  /** Says that nothing runs of it any more: its code may be removed to make room. */
  readonly release: () => Promise<void>;
  readonly cost: { readonly resolveImageMs: number; readonly deployCodeMs: number };
}

export interface DeploymentOptions extends ImageResolverOptions {
  readonly engine: ContainerEngine;
  readonly clock: Clock;
  /** `ARG` values for a directory with a Dockerfile. */
  readonly buildArguments?: Readonly<Record<string, string>> | undefined;
  /** What all entries of the code store may take. */
  readonly codeStoreBytesMax: number;
  /** Directories and zip files, in their order. */
  readonly layers?: readonly string[] | undefined;
}

/**
 * Deploys a directory, a zip file or an image (create and update time, never at invoke).
 * @throws LamboxError `InvalidCode`, `InvalidOption`, `UnknownRuntime`, `ImageNotFound`,
 * `ImageBuildFailed`, `StorageFailed`
 */
export async function deploy(
  code: string,
  given: GivenHandler,
  options: DeploymentOptions,
): Promise<Deployment> {
  const target = await resolveTarget(code, given);
  if (target.kind !== 'dockerfile') refuseBuildArguments(code, options);
  if (target.kind !== 'directory' && target.kind !== 'zip') {
    return deployTargetImage(target, given, options);
  }
  await checkLayers(options.layers ?? []);
  const store = createCodeStore(options.cacheDirectory, options.codeStoreBytesMax);
  try {
    return await deployTargetCode(target, given, store, options);
  } catch (error) {
    await store.release();
    throw error;
  }
}

type CodeTarget = Extract<Target, { readonly kind: 'directory' | 'zip' }>;
type ImageTarget = Exclude<Target, CodeTarget>;

async function deployTargetCode(
  target: CodeTarget,
  given: GivenHandler,
  store: CodeStore,
  options: DeploymentOptions,
): Promise<Deployment> {
  const { engine, clock } = options;
  const beganAtMs = clock.monotonicMs();
  // A zip file must be unzipped to see what is in it.
  const unzipped = target.kind === 'zip' ? await putZip(target.file, store, options) : null;
  const { runtime, handler, reason } = infer(target, unzipped, given);
  const known = parseRuntime(runtime);
  const notice = deprecationNotice(known, new Date(clock.epochMs()).toISOString().slice(0, 10));
  if (notice !== null) options.onProgress?.(notice);
  const layered = await store.putLayers(options.layers ?? []);
  const unzippedAtMs = clock.monotonicMs();
  const image = await resolveRuntimeImage(engine, known, options);
  const resolvedAtMs = clock.monotonicMs();
  await sayNotice(runtime, image, options);
  const stored = unzipped ?? (await store.put(pathOf(target)));
  const layerBytes = layered.layers.map((layer) => layer.sizeBytes);
  checkTotalSize(stored.sizeBytes, layerBytes);
  return {
    package: await deployCode(engine, stored, layered, image),
    packageType: 'Zip',
    functionName: target.name,
    runtime,
    handler,
    inferred: reason,
    cost: {
      resolveImageMs: resolvedAtMs - unzippedAtMs,
      deployCodeMs: unzippedAtMs - beganAtMs + clock.monotonicMs() - resolvedAtMs,
    },
    release: () => store.release(),
  };
}

function pathOf(target: CodeTarget): string {
  return target.kind === 'zip' ? target.file : target.directory;
}

function infer(target: CodeTarget, unzipped: StoredCode | null, given: GivenHandler) {
  const path = pathOf(target);
  return inferHandler(unzipped?.directory ?? path, given, path);
}

/** Larger ones are deployed all the same: production takes them, by another way (row 4.5-16). */
async function putZip(
  file: string,
  store: CodeStore,
  { onProgress }: DeploymentOptions,
): Promise<StoredCode> {
  const { size } = await stat(file);
  if (size > limits.zipBytesMax) {
    onProgress?.(
      `${file} has ${size} bytes: Lambda takes more than ${limits.zipBytesMax} from S3 only`,
    );
  }
  return store.put(file);
}

async function deployTargetImage(
  target: ImageTarget,
  given: GivenHandler,
  options: DeploymentOptions,
): Promise<Deployment> {
  if (given.runtime !== undefined || given.handler !== undefined) {
    throw new LamboxError(
      'InvalidOption',
      `${imageNameOf(target)} is an image, which says itself what runs; ` +
        'it takes no runtime or handler',
      { remedy: 'Leave --runtime and --handler out, or name a directory, e.g. ./function.' },
    );
  }
  refuseLayers(imageNameOf(target), options);
  const { engine, clock } = options;
  const beganAtMs = clock.monotonicMs();
  const image = await obtainImage(target, options);
  await sayNotice(imageNameOf(target), image, options);
  return {
    package: await deployImage(engine, image),
    packageType: 'Image',
    functionName: target.name,
    runtime: null,
    handler: null,
    inferred: target.kind === 'dockerfile' ? builtBecause : null,
    cost: { resolveImageMs: clock.monotonicMs() - beganAtMs, deployCodeMs: 0 },
    release: async () => {},
  };
}

async function sayNotice(
  name: string,
  image: ResolvedImage,
  { lockFile, onProgress }: ImageResolverOptions,
): Promise<void> {
  const notice = lockFile === undefined ? null : await lockNotice(lockFile, name, image);
  if (notice !== null) onProgress?.(notice);
}

function refuseBuildArguments(code: string, { buildArguments = {} }: DeploymentOptions): void {
  const [name] = Object.keys(buildArguments);
  if (name === undefined) return;
  throw new LamboxError(
    'InvalidOption',
    `the build argument ${name} is for a directory with a Dockerfile, and ${code} is not built`,
    { remedy: 'Leave --build-arg out; a variable of the function is given by -e NAME=value.' },
  );
}

function refuseLayers(name: string, { layers = [] }: DeploymentOptions): void {
  if (layers.length === 0) return;
  throw new LamboxError('InvalidOption', `${name} is an image, which takes no layers on Lambda`, {
    remedy: `Copy what the layer holds into the image: COPY layer/ /opt/ in its Dockerfile.`,
    evidence: { layers },
  });
}

const builtBecause =
  'an image function, since the directory has a Dockerfile; with --runtime or --handler it is code';

function imageNameOf(target: ImageTarget): string {
  if (target.kind === 'image') return target.reference;
  return target.kind === 'archive' ? target.file : target.directory;
}

async function obtainImage(
  target: ImageTarget,
  options: DeploymentOptions,
): Promise<ResolvedImage> {
  const { engine } = options;
  if (target.kind === 'dockerfile') return buildFunctionImage(engine, target, options);
  if (target.kind === 'archive') return loadFunctionImage(engine, target, options);
  return resolveImage(engine, target.reference, options);
}
