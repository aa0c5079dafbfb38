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
  throw new LamboxError(
    'InvalidCode',
    `Unzipped size must be smaller than ${limits.codeBytesMax} bytes; ` +
      `${JSON.stringify(source)} has ${sizeBytes}`,
    {
      remedy: `Deploy less, or use a container image (up to 10 GB). The largest: ${names}.`,
      evidence: { source, sizeBytes, codeSizeBytesMax: limits.codeBytesMax },
    },
  );
}
