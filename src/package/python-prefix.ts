import { cp, mkdir, readdir, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { PythonSurroundings } from '../configuration.ts';
import type { Architecture } from '../engine/container-engine.ts';
import { LamboxError } from '../errors.ts';
import { hostArchitecture } from './host-architecture.ts';

/**
 * The prefix of a CPython that this host has: pyenv's or uv's newest of that version, else the one
 * that a program on the `PATH` belongs to.
 * @param version `3.12`
 * @throws LamboxError `ImageBuildFailed` that says where was looked
 */
export async function findPython(
  version: string,
  architecture: Architecture,
  surroundings: PythonSurroundings,
): Promise<string> {
  const { versionFolders, programFolders } = surroundings;
  // Another machine's program cannot be what the image runs.
  if (architecture === hostArchitecture()) {
    for (const folder of versionFolders) {
      for (const prefix of await installedVersions(folder, version)) {
        if (await isPrefix(prefix, version)) return prefix;
      }
    }
    for (const folder of programFolders) {
      const program = await realpath(join(folder, `python${version}`)).catch(() => null);
      const prefix = program === null ? null : dirname(dirname(program));
      if (prefix !== null && (await isPrefix(prefix, version))) return prefix;
    }
  }
  throw notFound(version, architecture, surroundings);
}

/**
 * Copies what a CPython is made of: program, shared library, standard library. Nothing that was
 * installed into it, and not where it lay.
 * @param target an existing, empty folder, which becomes a prefix of its own
 */
export async function copyPython(prefix: string, version: string, target: string): Promise<void> {
  const library = join('lib', `python${version}`);
  const program = join('bin', `python${version}`);
  await mkdir(join(target, 'bin'));
  await mkdir(join(target, 'lib'));
  await cp(await realpath(join(prefix, program)), join(target, program));
  for (const name of await readdir(join(prefix, 'lib'))) {
    if (!name.startsWith(`libpython${version}.so`)) continue;
    await cp(join(prefix, 'lib', name), join(target, 'lib', name), { verbatimSymlinks: true });
  }
  await cp(join(prefix, library), join(target, library), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => !leftOut.test(basename(source)),
  });
  for (const name of await readdir(join(target, library))) {
    if (!name.startsWith('_sysconfigdata')) continue;
    const file = join(target, library, name);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replaceAll(prefix, '/var/lang'));
  }
}

/** Packages of the host's, what Python caches, and what nobody needs without a compiler. */
const leftOut = /^(?:site-packages|dist-packages|__pycache__|config-.*|test|idlelib|turtledemo)$/;

async function isPrefix(prefix: string, version: string): Promise<boolean> {
  const files = [join('bin', `python${version}`), join('lib', `python${version}`, 'os.py')];
  for (const file of files) {
    const stats = await stat(join(prefix, file)).catch(() => null);
    if (stats?.isFile() !== true) return false;
  }
  return true;
}

/** Newest first. pyenv says `3.12.7`, uv `cpython-3.12.7-linux-x86_64-gnu`. */
async function installedVersions(folder: string, version: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  const pattern = new RegExp(`^(?:cpython-)?${version.replace('.', '\\.')}\\.(\\d+)(?:-.*-gnu)?$`);
  return names
    .flatMap((name) => {
      const patch = pattern.exec(name)?.[1];
      return patch === undefined ? [] : [{ prefix: join(folder, name), patch: Number(patch) }];
    })
    .sort((a, b) => b.patch - a.patch)
    .map(({ prefix }) => prefix);
}

function notFound(
  version: string,
  architecture: Architecture,
  { versionFolders }: PythonSurroundings,
): LamboxError {
  return new LamboxError(
    'ImageBuildFailed',
    `no CPython ${version} for Linux on ${architecture} on this host, and Debian 13 has none: ` +
      `looked in ${versionFolders.join(', ')} and on the PATH`,
    {
      remedy:
        `Install one (pyenv install ${version}, or uv python install ${version}), or load ` +
        `public.ecr.aws/lambda/python:${version} into the engine (docker load).`,
      evidence: { version, architecture, lacks: `CPython ${version}` },
    },
  );
}
