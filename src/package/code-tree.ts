import { type BigIntStats, lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { LamboxError } from '../errors.ts';
import { sumSizes } from './code-size.ts';
import { paced } from './paced.ts';
import { comparePaths } from './tree-digest.ts';

/** One thing in a function's code. */
export type CodeEntry = CodeFile | CodeFolder | CodeLink;

export interface CodeFile extends CodeStamp {
  readonly kind: 'file';
  /** 0644, or 0755 where the owner may execute it: readable for Lambda's user in any case. */
  readonly mode: 0o644 | 0o755;
}

export interface CodeFolder extends CodeStamp {
  readonly kind: 'folder';
  readonly mode: 0o755;
}

export interface CodeLink extends CodeStamp {
  readonly kind: 'link';
  readonly target: string;
}

interface CodeStamp {
  /** Relative to the tree's root, with `/`. */
  readonly path: string;
  readonly sizeBytes: number;
  /** When content or metadata last changed, nanoseconds since the epoch. */
  readonly changedNs: bigint;
  /** Changes whenever the content may have changed, without it having been read. */
  readonly stamp: string;
}

export interface CodeTree {
  /** Absolute, without symbolic links. */
  readonly root: string;
  /** Sorted by path; a folder comes before what is in it. Nothing is left out, hidden or not. */
  readonly entries: readonly CodeEntry[];
  /** Sum of the files. */
  readonly sizeBytes: number;
}

/**
 * Looks at a directory that holds a function's code, without reading any file.
 * @throws LamboxError `InvalidCode` when it does not exist or is not a directory, holds what a
 * function cannot have (a symbolic link that leaves it, a socket, a device), or is too large
 */
export async function readCodeTree(directory: string): Promise<CodeTree> {
  const root = await resolveRoot(directory);
  const entries = await readTree(root);
  const files = entries.filter(({ kind }) => kind === 'file');
  return { root, entries, sizeBytes: sumSizes(directory, files) };
}

async function resolveRoot(directory: string): Promise<string> {
  const stats = await stat(directory).catch((error: unknown) => {
    throw unreadable(directory, error);
  });
  if (!stats.isDirectory()) {
    throw new LamboxError('InvalidCode', `${quote(directory)} is a file, expected a directory`, {
      remedy: 'Name the directory that holds the file.',
      evidence: { directory },
    });
  }
  return realpath(directory);
}

async function readTree(root: string): Promise<CodeEntry[]> {
  const entries: CodeEntry[] = [];
  const folders = [''];
  for (const folder of folders) {
    for await (const name of paced(readNames(join(root, folder)), 64)) {
      const entry = readEntry(root, posix.join(folder, name));
      entries.push(entry);
      if (entry.kind === 'folder') folders.push(entry.path);
    }
  }
  return entries.sort(comparePaths);
}

function readNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw unreadable(folder, error);
  }
}

function readEntry(root: string, path: string): CodeEntry {
  const absolute = join(root, path);
  if (path.includes('\ufffd')) throw refused(absolute, 'its name is not UTF-8', 'Rename it.');
  const stats = readStats(absolute);
  const stamp = toStamp(path, stats);
  if (stats.isFile()) {
    return { kind: 'file', mode: (stats.mode & 0o100n) === 0n ? 0o644 : 0o755, ...stamp };
  }
  if (stats.isDirectory()) return { kind: 'folder', mode: 0o755, ...stamp };
  if (stats.isSymbolicLink()) {
    const target = readlinkSync(absolute);
    checkLink(path, absolute, target);
    return { kind: 'link', target, ...stamp };
  }
  throw refused(
    absolute,
    'it is a socket, a pipe or a device; a function has files, directories and symbolic links',
    'Remove it, or keep the code in a directory of its own.',
  );
}

function readStats(path: string): BigIntStats {
  try {
    return lstatSync(path, { bigint: true });
  } catch (error) {
    throw unreadable(path, error);
  }
}

function toStamp(path: string, stats: BigIntStats): CodeStamp {
  const { size, mtimeNs, ctimeNs, ino, mode } = stats;
  return {
    path,
    sizeBytes: Number(size),
    changedNs: ctimeNs,
    stamp: [size, mtimeNs, ctimeNs, ino, mode].join(' '),
  };
}

/** A link must lead to a place inside the code, wherever the code is mounted. */
function checkLink(path: string, absolute: string, target: string): void {
  const inTask = target === '/var/task' || target.startsWith('/var/task/');
  const landing = posix.normalize(posix.join(posix.dirname(path), target));
  const inTree = !posix.isAbsolute(target) && landing !== '..' && !landing.startsWith('../');
  if (inTask || inTree) return;
  throw refused(
    absolute,
    `it is a symbolic link to ${quote(target)}, which is outside of the code`,
    'Replace it by what it leads to (cp -rL does; npm: install with --install-links).',
  );
}

function refused(path: string, reason: string, remedy: string): LamboxError {
  return new LamboxError('InvalidCode', `${quote(path)} cannot be deployed: ${reason}`, {
    remedy,
    evidence: { path },
  });
}

function unreadable(path: string, error: unknown): LamboxError {
  const { code, message: reason } = error as NodeJS.ErrnoException;
  const missing = code === 'ENOENT' || code === 'ENOTDIR';
  const message = missing
    ? `the directory ${quote(path)} does not exist`
    : `${quote(path)} cannot be read: ${reason}`;
  const remedy = missing ? 'Check the path.' : 'Make it readable for the user who runs Lambox.';
  return new LamboxError('InvalidCode', message, { remedy, evidence: { path }, cause: error });
}

function quote(text: string): string {
  return JSON.stringify(text);
}
