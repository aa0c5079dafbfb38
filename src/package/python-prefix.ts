import { cp, mkdir, readdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { LanguageSurroundings } from '../configuration.ts';
import type { Architecture } from '../engine/container-engine.ts';
import { findPrefix } from './language-prefix.ts';
import { missingLanguage } from './missing-language.ts';

/**
 * The prefix of a CPython that this host has: pyenv's or uv's newest of that version, else the one
 * that a program on the `PATH` belongs to.
 * @param version `3.12`
 * @throws LamboxError `ImageBuildFailed` that says where was looked
 */
export async function findPython(
  version: string,
  architecture: Architecture,
  surroundings: LanguageSurroundings,
): Promise<string> {
  const escaped = version.replace('.', '\\.');
  const kind = {
    program: `python${version}`,
    // pyenv says `3.12.7`, uv `cpython-3.12.7-linux-x86_64-gnu`.
    folderName: new RegExp(`^(?:cpython-)?${escaped}\\.(\\d+)(?:-.*-gnu)?$`),
    files: [join('bin', `python${version}`), join('lib', `python${version}`, 'os.py')],
  };
  const prefix = await findPrefix(kind, architecture, surroundings);
  if (prefix !== null) return prefix;
  throw missingLanguage({
    what: `CPython ${version}`,
    version,
    architecture,
    places: `${surroundings.versionFolders.join(', ')} and on the PATH`,
    installation: `Install one (pyenv install ${version}, or uv python install ${version})`,
    image: `python:${version}`,
  });
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
