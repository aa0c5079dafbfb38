import { readFile, rename, writeFile } from 'node:fs/promises';
import { LamboxError } from '../errors.ts';
import type { ResolvedImage } from './deployed-package.ts';
import { recipeLabel, runtimeClientLabel } from './image-labels.ts';
import { storageFailure } from './storage-failure.ts';

/** What an image was when somebody wrote it down. */
export interface LockedImage {
  /** `lambox/nodejs:24`. */
  readonly image: string;
  readonly digest: string;
  /**
   * Of a registry's manifest; of the recipe where the image was made here, because two machines
   * never make the same bytes; of the configuration where a user built it.
   */
  readonly digestOf: 'manifest' | 'recipe' | 'configuration';
  readonly architecture: string;
  readonly operatingSystem: string | null;
  /** `aws-lambda-ric@4.0.2`; `null` where the image does not say. */
  readonly runtimeClient: string | null;
}

/** By runtime, or by reference where a function is an image. */
export type ImageLock = Readonly<Record<string, LockedImage>>;

const members = [
  ...(['image', 'digest', 'digestOf', 'architecture'] as const),
  ...(['operatingSystem', 'runtimeClient'] as const),
];

/**
 * The lock file's images; `null` where there is no such file.
 * @throws LamboxError `InvalidOption` for a file that is none
 */
export async function readImageLock(file: string): Promise<ImageLock | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw unreadable(file, String(error), error);
  }
  try {
    const { lockfileVersion, images } = JSON.parse(text);
    if (lockfileVersion === 1 && areLockedImages(images)) return images;
  } catch (error) {
    throw unreadable(file, String(error), error);
  }
  throw unreadable(file, 'expected lockfileVersion 1 and images by name', null);
}

/** @throws LamboxError `StorageFailed` */
export async function writeImageLock(file: string, lock: ImageLock): Promise<void> {
  const names = Object.keys(lock).sort();
  const images = Object.fromEntries(names.map((name) => [name, lock[name]]));
  const text = `${JSON.stringify({ lockfileVersion: 1, images }, null, 2)}\n`;
  try {
    await writeFile(`${file}.new`, text);
    await rename(`${file}.new`, file);
  } catch (error) {
    throw storageFailure(file, error);
  }
}

export function lockedImage(image: ResolvedImage): LockedImage {
  const { reference, architecture, operatingSystem, labels } = image;
  return {
    image: reference,
    ...digestOf(image),
    architecture,
    operatingSystem,
    runtimeClient: labels[runtimeClientLabel] ?? null,
  };
}

/** What is no longer as it was written down, a phrase each; empty where nothing has moved. */
export function imageMoves(locked: LockedImage, now: LockedImage | null): readonly string[] {
  if (now === null) return [`${locked.image} is not in the engine`];
  return members
    .filter((member) => locked[member] !== now[member])
    .map((member) => `${member}: locked ${locked[member]}, now ${now[member]}`);
}

/**
 * What to say at a deploy whose image is not the one that was written down; `null` where nothing
 * is. It is no hindrance: what is there runs.
 */
export async function lockNotice(
  file: string,
  name: string,
  image: ResolvedImage,
): Promise<string | null> {
  const locked = (await readImageLock(file))?.[name];
  const moves = locked === undefined ? [] : imageMoves(locked, lockedImage(image));
  if (moves.length === 0) return null;
  return `${name} is not as ${file} has it (${moves.join('; ')}): see lambox images verify`;
}

function digestOf(image: ResolvedImage): Pick<LockedImage, 'digest' | 'digestOf'> {
  const recipe = image.labels[recipeLabel];
  if (image.source === 'bootstrapped' && recipe !== undefined) {
    return { digest: `sha256:${recipe}`, digestOf: 'recipe' };
  }
  return image.digest === null
    ? { digest: image.id, digestOf: 'configuration' }
    : { digest: image.digest, digestOf: 'manifest' };
}

function areLockedImages(images: unknown): images is ImageLock {
  if (typeof images !== 'object' || images === null || Array.isArray(images)) return false;
  return Object.values(images).every((image) => {
    return ['image', 'digest', 'digestOf', 'architecture'].every((member) => {
      return typeof image?.[member] === 'string';
    });
  });
}

function unreadable(file: string, why: string, cause: unknown): LamboxError {
  return new LamboxError('InvalidOption', `${file} is no lock file of Lambox's: ${why}`, {
    remedy: 'Put it right, or remove it and write it again: lambox images verify --update RUNTIME.',
    evidence: { file },
    cause,
  });
}
