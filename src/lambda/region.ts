/** A region as AWS's model has it (C-12). */
export const regionPattern = /^(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d$/;

/** The partition that a region belongs to: the second part of each of its ARNs. */
export function regionPartition(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('eusc-')) return 'aws-eusc';
  const [, kind, letter] = /^[a-z]{2}-(gov|iso)([a-z]?)-/.exec(region) ?? [];
  if (kind === undefined) return 'aws';
  if (kind === 'gov') return 'aws-us-gov';
  return letter === '' ? 'aws-iso' : `aws-iso-${letter}`;
}
