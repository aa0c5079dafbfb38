import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ContainerEngine, ImageDescription } from '../engine/container-engine.ts';
import { LamboxError } from '../errors.ts';
import { findBuildx } from './buildx.ts';
import type { ResolvedImage } from './deployed-package.ts';
import { baseImagesOf, dockerfileName, findBuildKitNeed, parseDockerfile } from './dockerfile.ts';
import { createImageFlights } from './image-flights.ts';
import { functionImages, imageLabel, operatingSystemLabel } from './image-labels.ts';
import type { ImageResolverOptions } from './image-resolver.ts';
import { parsePlatform } from './platform.ts';

export interface FunctionImageOptions
  extends Omit<ImageResolverOptions, 'cacheDirectory' | 'python' | 'java' | 'ruby' | 'dotnet'> {
  readonly buildArguments?: Readonly<Record<string, string>> | undefined;
  /** The docker CLI's program, which may have buildx. */
  readonly dockerCli?: string;
}

/**
 * Builds the image of a directory with a Dockerfile: through buildx where the docker CLI has it,
 * else with the engine's classic builder. Each directory has one name, which its newest image
 * bears.
 * @throws LamboxError `ImageBuildFailed`
 */
export async function buildFunctionImage(
  engine: ContainerEngine,
  { directory, name }: { readonly directory: string; readonly name: string },
  options: FunctionImageOptions,
): Promise<ResolvedImage> {
  const { platform, pull, onProgress, buildArguments = {} } = options;
  const reference = functionReference(name, directory, platform ?? '');
  const flights = options.flights ?? createImageFlights();
  const key = JSON.stringify([reference, buildArguments, pull]);
  return flights.images.run(key, async () => {
    const text = await readFile(path.join(directory, dockerfileName), 'utf8');
    const dockerfile = parseDockerfile(text);
    const build = {
      reference,
      dockerfile: dockerfileName,
      arguments: buildArguments,
      labels: { [imageLabel]: reference },
      baseImages: baseImagesOf(dockerfile, buildArguments),
      pull: pull === 'always',
      ...(platform !== undefined && { platform }),
      ...(onProgress && { onProgress }),
    };
    onProgress?.(`building ${path.join(directory, dockerfileName)} as ${reference}`);
    const buildx = await findBuildx(await engine.describe(), options.dockerCli);
    if (buildx === null) {
      refuseBuildKit(dockerfile, directory);
      return ofFunction(await engine.buildImage(directory, build), 'built');
    }
    await buildx.build(directory, build);
    return ofFunction(await builtImage(engine, reference), 'built');
  });
}

/**
 * Loads the image of an archive. One that has not changed is not read again.
 * @throws LamboxError `InvalidCode`
 */
export async function loadFunctionImage(
  engine: ContainerEngine,
  { file, name }: { readonly file: string; readonly name: string },
  options: FunctionImageOptions,
): Promise<ResolvedImage> {
  const { platform, onProgress } = options;
  const { size, mtimeMs } = await stat(file);
  const reference = functionReference(name, file, `${size} ${mtimeMs} ${platform ?? ''}`);
  const flights = options.flights ?? createImageFlights();
  return flights.images.run(reference, async () => {
    const present = await engine.inspectImage(reference);
    if (present !== null) return ofFunction(present, 'loaded');
    onProgress?.(`loading ${file} as ${reference}`);
    const { architecture } = await engine.describe();
    const wanted = platform === undefined ? architecture : parsePlatform(platform);
    const open = () => createReadStream(file);
    const image = await engine.loadImage(open, { reference, architecture: wanted, name: file });
    return ofFunction(image, 'loaded');
  });
}

/** Docker wants lower case, and no mark at either end. */
function functionReference(name: string, file: string, variant: string): string {
  const readable = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  const digest = createHash('sha256').update(`${file}\n${variant}`).digest('hex');
  return `${functionImages}${readable || 'function'}:${digest.slice(0, 12)}`;
}

function ofFunction(image: ImageDescription, source: 'built' | 'loaded'): ResolvedImage {
  return { ...image, source, operatingSystem: image.labels[operatingSystemLabel] ?? null };
}

async function builtImage(engine: ContainerEngine, reference: string): Promise<ImageDescription> {
  const image = await engine.inspectImage(reference);
  if (image !== null) return image;
  throw new LamboxError(
    'ImageBuildFailed',
    `buildx finished ${reference} without an error, but the engine has no such image`,
    { remedy: 'Let it build for this engine: docker buildx use default.' },
  );
}

function refuseBuildKit(dockerfile: ReturnType<typeof parseDockerfile>, directory: string): void {
  const need = findBuildKitNeed(dockerfile);
  if (need === null) return;
  const file = path.join(directory, dockerfileName);
  throw new LamboxError(
    'ImageBuildFailed',
    `line ${need.line} of ${file} has ${need.feature}, which needs BuildKit, and the docker ` +
      'command has no buildx here',
    {
      remedy:
        'Install buildx (Debian: docker-buildx, others: docker-buildx-plugin), or build the ' +
        'image where it is and name the image.',
      evidence: { file, ...need },
    },
  );
}
