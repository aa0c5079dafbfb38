import { cp, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { JavaSurroundings } from '../configuration.ts';
import type { Architecture } from '../engine/container-engine.ts';
import { missingLanguage } from './missing-language.ts';

/**
 * The home of a JDK or JRE that this host has: the newest of that version.
 * @param version `17`
 * @throws LamboxError `ImageBuildFailed` that says where was looked
 */
export async function findJava(
  version: string,
  architecture: Architecture,
  surroundings: JavaSurroundings,
): Promise<string> {
  const { homes, homeFolders } = surroundings;
  const entries = await Promise.all(homeFolders.map(listFolder));
  const found = await Promise.all(
    [...homes, ...entries.flat()].map((home) => describeHome(home, architecture)),
  );
  const [newest] = found
    .filter((java) => java !== null && java.version[0] === Number(version))
    .sort((a, b) => compareVersions(b?.version ?? [], a?.version ?? []));
  if (newest) return newest.home;
  throw missingLanguage({
    what: `JDK ${version}`,
    version,
    architecture,
    places: `JAVA_HOME, ${homeFolders.join(', ')}`,
    installation: 'Install one and name it in JAVA_HOME',
    image: `java:${version}`,
  });
}

/**
 * Copies what runs programs, not what develops them, and not the certificates of this host.
 * @param target an existing, empty folder, which becomes a home of its own
 */
export async function copyJava(home: string, target: string): Promise<void> {
  await cp(home, target, {
    recursive: true,
    // Debian keeps the settings under /etc, and links to them.
    dereference: true,
    filter: (source) => source === home || !leftOut.test(basename(source)),
  });
}

const leftOut = /^(?:docs|man|jmods|include|demo|sample|src\.zip|ct\.sym|cacerts)$/;

interface JavaHome {
  readonly home: string;
  /** `[17, 0, 15]`. */
  readonly version: readonly number[];
}

/** Every JDK since 8 has a file that says what it is. */
async function describeHome(given: string, architecture: Architecture): Promise<JavaHome | null> {
  const home = await realpath(given).catch(() => null);
  if (home === null) return null;
  const text = await readFile(join(home, 'release'), 'utf8').catch(() => '');
  const facts = new Map(
    [...text.matchAll(/^(\w+)="(.*)"$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
  // Another machine's program, or one for another C library, cannot be what the image runs.
  const fits = facts.get('OS_NAME') === 'Linux' && facts.get('LIBC') !== 'musl';
  if (!fits || facts.get('OS_ARCH') !== machines[architecture]) return null;
  const program = await stat(join(home, 'bin/java')).catch(() => null);
  if (program?.isFile() !== true) return null;
  // Java 8 calls itself 1.8.0_402.
  const numbers = (facts.get('JAVA_VERSION') ?? '').replace(/^1\./, '').split(/[._+-]/);
  return { home, version: numbers.map(Number) };
}

const machines = { x86_64: 'x86_64', arm64: 'aarch64' } as const;

async function listFolder(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.map((name) => join(folder, name));
}

function compareVersions(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((number, at) => number !== b[at]);
  return index === -1 ? 0 : (a[index] ?? 0) - (b[index] ?? 0);
}
