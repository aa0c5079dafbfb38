import { LamboxError } from '../errors.ts';

/** When a registry is asked for an image: Docker's own words. */
export type PullPolicy = (typeof pullPolicies)[number];

export const pullPolicies = ['always', 'missing', 'never'] as const;

/** @throws LamboxError `InvalidOption` */
export function parsePullPolicy(policy: string): PullPolicy {
  const found = pullPolicies.find((known) => known === policy);
  if (found !== undefined) return found;
  throw new LamboxError(
    'InvalidOption',
    `pull is ${JSON.stringify(policy)}, expected one of ${pullPolicies.join(', ')}`,
    { remedy: 'Leave it out for missing: an image that the engine has is used as it is.' },
  );
}
