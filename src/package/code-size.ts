import { LamboxError } from '../errors.ts';
import { limits } from '../lambda/limits.ts';

interface SizedEntry {
  readonly path: string;
  readonly sizeBytes: number;
}

/**
 * The sum of the files of a function's code or of a layer.
 * @param source what the user named
 * @throws LamboxError `InvalidCode`, in Lambda's words (row 7.5-6), where it is more
 * than Lambda takes (row 4.5-16)
 */
export function sumSizes(source: string, files: readonly SizedEntry[]): number {
  const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  if (sizeBytes <= limits.codeBytesMax) return sizeBytes;
  const largest = [...files].sort((a, b) => b.sizeBytes - a.sizeBytes).slice(0, 3);
  const names = largest.map((file) => `${file.path} (${file.sizeBytes} bytes)`).join(', ');
  throw tooLarge(
    `${JSON.stringify(source)} has ${sizeBytes}`,
    `Deploy less, or use a container image (up to 10 GB). The largest: ${names}.`,
    { source, sizeBytes },
  );
}

/**
 * Checks code and layers together.
 * @throws LamboxError `InvalidCode`, likewise
 */
export function checkTotalSize(codeBytes: number, layerBytes: readonly number[]): void {
  const sizeBytes = layerBytes.reduce((sum, bytes) => sum + bytes, codeBytes);
  if (sizeBytes <= limits.codeBytesMax) return;
  throw tooLarge(
    `the function has ${codeBytes}, with its layers ${sizeBytes}`,
    'Deploy less: Lambda counts the function together with its layers.',
    { sizeBytes, codeBytes, layerBytes },
  );
}

function tooLarge(
  what: string,
  remedy: string,
  evidence: Readonly<Record<string, unknown>>,
): LamboxError {
  return new LamboxError(
    'InvalidCode',
    `Unzipped size must be smaller than ${limits.codeBytesMax} bytes; ${what}`,
    { remedy, evidence: { ...evidence, codeSizeBytesMax: limits.codeBytesMax } },
  );
}
