import { writeFile } from 'node:fs/promises';
import { LamboxError } from '../../errors.ts';

/**
 * Nobody measures for minutes to learn that a folder is missing. A report that is there stays as
 * it is until there is another.
 * @throws LamboxError `StorageFailed`
 */
export async function checkReportFiles(files: readonly (string | undefined)[]): Promise<void> {
  for (const file of files) if (file !== undefined) await write(file, '', 'a');
}

/** @throws LamboxError `StorageFailed` */
export async function writeReportFile(file: string, content: string | Uint8Array): Promise<void> {
  await write(file, content, 'w');
}

async function write(file: string, content: string | Uint8Array, flag: 'a' | 'w'): Promise<void> {
  await writeFile(file, content, { flag }).catch((cause: unknown) => {
    throw new LamboxError('StorageFailed', `${file} cannot be written: ${String(cause)}`, {
      remedy: 'Name a file in a folder that exists and can be written to.',
      cause,
    });
  });
}
