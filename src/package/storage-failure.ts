import { LamboxError } from '../errors.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'there is no space left on its disk',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'its file system is read-only',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
};

/**
 * What to say when a folder of ours does not take what we write; a `LamboxError` is passed on.
 * @param folder the folder that the person can do something about
 */
export function storageFailure(folder: string, error: unknown): LamboxError {
  if (error instanceof LamboxError) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  return new LamboxError(
    'StorageFailed',
    `cannot write to ${JSON.stringify(folder)}: ${reasons[code] ?? message}`,
    {
      remedy:
        'Free some space or repair its permissions, or set XDG_CACHE_HOME to a folder on ' +
        'another disk.',
      evidence: { folder, code },
      cause: error,
    },
  );
}
