import { LamboxError } from '../errors.ts';
import { limits } from '../lambda/limits.ts';

const dockerBytesMin = 6 * 2 ** 20;
const unitBytes = { b: 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 } as const;

/**
 * Reads docker's `-m`: bytes, or a number with `b`, `k`, `m` or `g` (`512m`, `1g`, `1.5gb`,
 * `1GiB`). A plain number that is too small for docker (6 MB at least) is megabytes, as Lambda
 * counts. Returns megabytes.
 * @throws LamboxError `InvalidOption` when it is not a whole number of megabytes that Lambda has
 */
export function parseMemoryAmount(text: string): number {
  const [, digits, letter] = /^(\d+(?:\.\d+)?)([bkmg])?(?:i?b)?$/i.exec(text) ?? [];
  const number = Number(digits);
  const unit = letter?.toLowerCase() as keyof typeof unitBytes | undefined;
  const plainMegabytes = unit === undefined && number < dockerBytesMin;
  const memorySizeMb = plainMegabytes ? number : (number * unitBytes[unit ?? 'b']) / unitBytes.m;
  const { min, max } = limits.memorySizeMb;
  if (Number.isInteger(memorySizeMb) && memorySizeMb >= min && memorySizeMb <= max) {
    return memorySizeMb;
  }
  const meant = Number.isNaN(memorySizeMb) ? '' : ` (${memorySizeMb} MB)`;
  throw new LamboxError(
    'InvalidOption',
    `--memory ${text}${meant} is not a memory size: expected a whole number of MB from ${min} to ` +
      max.toLocaleString('en'),
    { remedy: 'Write for example --memory 512, --memory 512m or --memory 1g.' },
  );
}
