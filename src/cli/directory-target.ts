import { stat } from 'node:fs/promises';

/**
 * What begins with `.` or `/` or exists as a directory is a directory, everything else an
 * image.
 */
export async function isDirectoryTarget(target: string): Promise<boolean> {
  if (/^[./]/.test(target)) return true;
  return stat(target).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
