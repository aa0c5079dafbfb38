import { LamboxError } from '../errors.ts';

/** How the same code can be deployed. */
export const packagings = ['directory', 'zip', 'image', 'layer'] as const;

export type Packaging = (typeof packagings)[number];

/** @throws LamboxError `InvalidOption` */
export function parsePackagings(text: string): readonly Packaging[] {
  const written = [...new Set(text.split(','))];
  const known = packagings.filter((packaging) => written.includes(packaging));
  const unknown = written.find((word) => !packagings.some((packaging) => packaging === word));
  if (unknown === undefined) return known;
  throw new LamboxError(
    'InvalidOption',
    `--package ${text} has ${JSON.stringify(unknown)}, expected some of ${packagings.join(', ')}`,
    { remedy: 'Write for example --package directory,image.' },
  );
}
