import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  DotnetSurroundings,
  JavaSurroundings,
  LanguageSurroundings,
} from '../configuration.ts';
import type { Architecture } from '../engine/container-engine.ts';
import {
  addWheelHashes,
  fetchNpmPackage,
  readCertificates,
  readGemSource,
  readNpmRegistry,
  readPythonIndex,
} from './build-inputs.ts';
import { copyDotnet, findDotnet, publishDotnet } from './dotnet-root.ts';
import type { ImageRecipe } from './image-recipe.ts';
import { copyJava, findJava } from './java-home.ts';
import { copyPython, findPython } from './python-prefix.ts';
import { copyRuby, findRuby } from './ruby-prefix.ts';

export interface BuildContextOptions {
  /** The engine's, for which the image is made. */
  readonly architecture: Architecture;
  /** Files of certificates that builds need to reach the registries. */
  readonly certificateFiles: readonly string[];
  readonly python: LanguageSurroundings;
  readonly java: JavaSurroundings;
  readonly ruby: LanguageSurroundings;
  readonly dotnet: DotnetSurroundings;
  readonly onProgress?: ((line: string) => void) | undefined;
}

/**
 * Puts into a folder what a recipe's build reads: its files, the host's certificates, packages that
 * the host fetches, and a language of the host's.
 * @returns build arguments that name the registries the host uses
 * @throws LamboxError `ImageBuildFailed`
 */
export async function fillBuildContext(
  folder: string,
  recipe: ImageRecipe,
  options: BuildContextOptions,
): Promise<Readonly<Record<string, string>>> {
  await cp(recipe.folder, folder, { recursive: true });
  await writeFile(join(folder, 'ca-bundle.crt'), await readCertificates(options.certificateFiles));
  const npmPackages = Object.entries(recipe.npmPackages);
  for (const [file, specifier] of npmPackages) {
    options.onProgress?.(`fetching ${specifier}`);
    await fetchNpmPackage(specifier, folder, file);
  }
  const npmRegistry = npmPackages.length > 0 ? await readNpmRegistry() : null;
  const gemSource = 'RUBY_VERSION' in recipe.arguments ? await readGemSource() : null;
  await placeJava(folder, recipe, options);
  await placeDotnet(folder, recipe, options);
  const rubyPrefix = await placeRuby(folder, recipe, options);
  const pythonIndex = await placePython(folder, recipe, options);
  return {
    ...(npmRegistry !== null && { npm_config_registry: npmRegistry }),
    ...(gemSource !== null && { GEM_SOURCE: gemSource }),
    ...(rubyPrefix !== null && { RUBY_PREFIX: rubyPrefix }),
    ...(pythonIndex !== null && { PIP_INDEX_URL: pythonIndex }),
  };
}

/** @returns the package index that the host uses */
async function placePython(
  folder: string,
  { arguments: { PYTHON_VERSION }, hostPython, wheelHashes = {} }: ImageRecipe,
  options: BuildContextOptions,
): Promise<string | null> {
  if (PYTHON_VERSION === undefined) return null;
  const target = join(folder, 'python');
  await mkdir(target);
  if (hostPython !== undefined) {
    const prefix = await findPython(hostPython, options.architecture, options.python);
    options.onProgress?.(`copying the CPython in ${prefix}`);
    await copyPython(prefix, hostPython, target);
  }
  const requirements = join(folder, 'requirements.txt');
  const text = await readFile(requirements, 'utf8');
  await writeFile(requirements, addWheelHashes(text, wheelHashes));
  return readPythonIndex();
}

async function placeJava(
  folder: string,
  { arguments: { JAVA_VERSION }, hostJava }: ImageRecipe,
  options: BuildContextOptions,
): Promise<void> {
  if (JAVA_VERSION === undefined) return;
  const target = join(folder, 'java');
  await mkdir(target);
  if (hostJava === undefined) return;
  const home = await findJava(hostJava, options.architecture, options.java);
  options.onProgress?.(`copying the JDK in ${home}`);
  await copyJava(home, target);
}

/** @returns where the Ruby lay: it looks for its own libraries there */
async function placeRuby(
  folder: string,
  { arguments: { RUBY_VERSION }, hostRuby }: ImageRecipe,
  options: BuildContextOptions,
): Promise<string | null> {
  if (RUBY_VERSION === undefined) return null;
  const target = join(folder, 'ruby');
  await mkdir(target);
  if (hostRuby === undefined) return null;
  const prefix = await findRuby(hostRuby, options.architecture, options.ruby);
  options.onProgress?.(`copying the Ruby in ${prefix}`);
  await copyRuby(prefix, hostRuby, target);
  return prefix;
}

async function placeDotnet(
  folder: string,
  { arguments: { RUNTIME_CLIENT_VERSION = '' }, hostDotnet }: ImageRecipe,
  options: BuildContextOptions,
): Promise<void> {
  if (hostDotnet === undefined) return;
  const dotnet = await findDotnet(hostDotnet, options.architecture, options.dotnet);
  options.onProgress?.(`copying the .NET ${dotnet.version} in ${dotnet.root}`);
  await copyDotnet(dotnet, join(folder, 'dotnet'));
  options.onProgress?.(`fetching Amazon.Lambda.RuntimeSupport ${RUNTIME_CLIENT_VERSION}`);
  await publishDotnet(dotnet, RUNTIME_CLIENT_VERSION, join(folder, 'client'), folder);
}
