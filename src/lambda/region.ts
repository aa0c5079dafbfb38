/** A region as AWS's model has it (C-12). */
export const regionPattern = /^(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d$/;

/** The partition that a region belongs to: the second part of each of its ARNs. */
export function regionPartition(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('eusc-')) return 'aws-eusc';
  const isolated = /^[a-z]{2}-(gov|iso[a-z]?)-/.exec(region);
  if (isolated === null) return 'aws';
  return isolated[1] === 'gov' ? 'aws-us-gov' : `aws-${isolated[1]}`;
}
