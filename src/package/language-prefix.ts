import { readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { LanguageSurroundings } from '../configuration.ts';
import type { Architecture } from '../engine/container-engine.ts';
import { hostArchitecture } from './host-architecture.ts';

/** How a prefix of one version of a language is known. */
export interface PrefixKind {
  /** On the `PATH`: `python3.12`. */
  readonly program: string;
  /** A version manager's folder; its first group is the number that tells which is newer. */
  readonly folderName: RegExp;
  /** What a whole one has, from the prefix on. */
  readonly files: readonly string[];
}

/**
 * The newest that a version manager has, else the one that a program on the `PATH` belongs to;
 * `null`: there is none whose programs an image of the architecture can run.
 */
export async function findPrefix(
  kind: PrefixKind,
  architecture: Architecture,
  { versionFolders, programFolders }: LanguageSurroundings,
): Promise<string | null> {
  // Another machine's program cannot be what the image runs.
  if (architecture !== hostArchitecture()) return null;
  for (const folder of versionFolders) {
    for (const prefix of await installedVersions(folder, kind)) {
      if (await isWhole(prefix, kind)) return prefix;
    }
  }
  for (const folder of programFolders) {
    const program = await realpath(join(folder, kind.program)).catch(() => null);
    const prefix = program === null ? null : dirname(dirname(program));
    if (prefix !== null && (await isWhole(prefix, kind))) return prefix;
  }
  return null;
}

async function isWhole(prefix: string, { files }: PrefixKind): Promise<boolean> {
  for (const file of files) {
    const stats = await stat(join(prefix, file)).catch(() => null);
    if (stats?.isFile() !== true) return false;
  }
  return true;
}

/** Newest first. */
async function installedVersions(
  folder: string,
  { folderName }: PrefixKind,
): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .flatMap((name) => {
      const patch = folderName.exec(name)?.[1];
      return patch === undefined ? [] : [{ prefix: join(folder, name), patch: Number(patch) }];
    })
    .sort((a, b) => b.patch - a.patch)
    .map(({ prefix }) => prefix);
}
