import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import dockerIgnore from '@balena/dockerignore';
import { createDirectoryTar } from './directory-tar.ts';

/**
 * A directory as the context of a build, without what its `.dockerignore` leaves out. As with
 * Docker's own client a file beside the Dockerfile, `<Dockerfile>.dockerignore`, goes
 * first.
 */
export async function createBuildContext(directory: string, dockerfile: string): Promise<Readable> {
  const patterns = await readPatterns(directory, dockerfile);
  if (patterns === null) return createDirectoryTar(directory);
  const ignored = ignoredBy(patterns, dockerfile);
  return createDirectoryTar(directory, {
    ignore: (file) => ignored(path.relative(directory, file).split(path.sep).join('/')),
  });
}

async function readPatterns(directory: string, dockerfile: string): Promise<string | null> {
  for (const name of [`${dockerfile}.dockerignore`, '.dockerignore']) {
    const text = await readFile(path.join(directory, name), 'utf8').catch(() => null);
    if (text !== null) return text;
  }
  return null;
}

/**
 * Whether a path is left out. The engine needs Dockerfile and `.dockerignore` itself, and leaves
 * them out of the image where the patterns say so. A directory that is left out is still entered
 * where an exception begins with it, as in Docker.
 */
function ignoredBy(patterns: string, dockerfile: string): (file: string) => boolean {
  const matcher = dockerIgnore.default({ ignorecase: false }).add(patterns);
  const kept = [dockerfile, '.dockerignore'];
  const exceptions = patterns
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('!'))
    .map((line) => path.posix.normalize(line.slice(1).replace(/^\//, '')));
  return (file) => {
    if (file === '' || kept.includes(file) || dockerfile.startsWith(`${file}/`)) return false;
    if (!matcher.ignores(file)) return false;
    return !exceptions.some((exception) => `${exception}/`.startsWith(`${file}/`));
  };
}
