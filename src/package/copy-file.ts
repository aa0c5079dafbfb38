import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  copyFileSync,
  createReadStream,
  fchmodSync,
  openSync,
  readFileSync,
} from 'node:fs';
import { chmod, copyFile as copy } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { LamboxError } from '../errors.ts';
import type { CodeFile } from './code-tree.ts';

/** Shares the blocks where the file system can. */
const cloning = constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL;

/** Up to here a file is copied in one go: faster than handing it to a thread. */
const smallBytesMax = 262_144;

/**
 * Copies one file. Never a hard link: a chmod of the copy would reach the source.
 * @returns the copy's SHA-256, hex
 * @throws LamboxError `InvalidCode` when the source cannot be read; the file system's own error
 * when the copy cannot be written
 */
export async function copyFile(
  source: string,
  target: string,
  file: Pick<CodeFile, 'path' | 'sizeBytes'> & { readonly mode: number },
): Promise<string> {
  const from = join(source, file.path);
  const to = join(target, file.path);
  try {
    return file.sizeBytes <= smallBytesMax
      ? copySmall(from, to, file.mode)
      : await copyLarge(from, to, file.mode);
  } catch (error) {
    throw blame(from, error);
  }
}

function copySmall(from: string, to: string, mode: number): string {
  copyFileSync(from, to, cloning);
  const descriptor = openSync(to, 'r');
  try {
    fchmodSync(descriptor, mode);
    return createHash('sha256').update(readFileSync(descriptor)).digest('hex');
  } finally {
    closeSync(descriptor);
  }
}

async function copyLarge(from: string, to: string, mode: number): Promise<string> {
  await copy(from, to, cloning);
  await chmod(to, mode);
  const hash = createHash('sha256');
  await pipeline(createReadStream(to, { highWaterMark: smallBytesMax }), hash);
  return hash.digest('hex');
}

/** The file system's error names both files; who is to blame is asked of the source. */
function blame(from: string, error: unknown): unknown {
  try {
    closeSync(openSync(from, 'r'));
    return error;
  } catch (failure) {
    return new LamboxError(
      'InvalidCode',
      `${JSON.stringify(from)} cannot be read: ${(failure as Error).message}`,
      {
        remedy: 'Make it readable for the user who runs Lambox, or remove it.',
        evidence: { path: from },
        cause: failure,
      },
    );
  }
}
