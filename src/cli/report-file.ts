import { writeFile } from 'node:fs/promises';
import { LamboxError } from '../errors.ts';

/** Nobody measures for minutes to learn that a folder is missing. */
export async function checkReportFiles(files: readonly (string | undefined)[]): Promise<void> {
  for (const file of files) if (file !== undefined) await writeReportFile(file, '');
}

/** @throws LamboxError `StorageFailed` */
export async function writeReportFile(file: string, content: string | Uint8Array): Promise<void> {
  await writeFile(file, content).catch((cause: unknown) => {
    throw new LamboxError('StorageFailed', `${file} cannot be written: ${String(cause)}`, {
      remedy: 'Name a file in a folder that exists and can be written to.',
      cause,
    });
  });
}
