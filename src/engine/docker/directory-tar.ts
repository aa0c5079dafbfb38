import type { Readable } from 'node:stream';
import tar from 'tar-fs';

export interface DirectoryTarOptions {
  /** Paths below the directory; all of it without. */
  readonly entries?: readonly string[];
  /** Whether a path (absolute) is left out. */
  readonly ignore?: (path: string) => boolean;
}

/** A directory as tar, for a build context or an import. Everything in it belongs to root. */
export function createDirectoryTar(directory: string, options: DirectoryTarOptions = {}): Readable {
  return tar.pack(directory, {
    ...(options.entries && { entries: [...options.entries] }),
    ...(options.ignore && { ignore: options.ignore }),
    map: (header) => ({ ...header, uid: 0, gid: 0, uname: '', gname: '' }),
  }) as unknown as Readable;
}
