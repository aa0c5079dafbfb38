import { chmod, lstat, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LamboxError } from '../errors.ts';

const groupOrOthersWrite = 0o022;
const sticky = 0o1000;

/**
 * Makes the directory (and those above it) with mode 0700, or sees to it that the one there is.
 * @throws LamboxError `StorageFailed` where it cannot be made, or another user could put one of
 * theirs in its place.
 */
export async function createPrivateDirectory(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    // Not ours: it fails. Ours: made by an earlier run under another umask, it is put right.
    await chmod(path, 0o700);
    await checkParent(dirname(path));
  } catch (cause) {
    if (cause instanceof LamboxError) throw cause;
    throw new LamboxError('StorageFailed', `Cannot create the folder ${path} for channels.`, {
      remedy: 'Set XDG_RUNTIME_DIR to a folder that is yours alone.',
      cause,
    });
  }
}

/** In `/tmp` anybody may have made `/tmp/lambox-<uid>` first, and may then rename what is in it. */
async function checkParent(parent: string): Promise<void> {
  const { uid, mode } = await lstat(parent);
  const trusted = uid === 0 || uid === process.getuid?.();
  if (trusted && ((mode & groupOrOthersWrite) === 0 || (mode & sticky) !== 0)) return;
  throw new LamboxError(
    'StorageFailed',
    `The folder ${parent} belongs to user ${uid} with mode ${(mode & 0o7777).toString(8)}, ` +
      'expected one that only you can change.',
    { remedy: 'Remove it, or set XDG_RUNTIME_DIR to a folder that is yours alone.' },
  );
}
