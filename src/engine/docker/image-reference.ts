import { LamboxError } from '../../errors.ts';

/** A reference in the two parts that the Engine API asks for; `tag` may be a digest. */
export interface ImageReferenceParts {
  readonly repository: string;
  readonly tag: string;
}

/**
 * Returns the reference when it can be put into a URL path as it is.
 * @throws LamboxError `InvalidOption`
 */
export function checkImageReference(reference: string): string {
  if (!/^[A-Za-z0-9][\w.\-/:@]*$/.test(reference) || reference.includes('..')) {
    throw new LamboxError(
      'InvalidOption',
      `"${reference}" is not an image reference; expected [registry/]name[:tag] or an image id.`,
      { remedy: '`docker images` lists what the engine has.' },
    );
  }
  return reference;
}

/**
 * Splits `registry:5000/name:tag` or `name@sha256:…`. Without either the tag is `latest`; a
 * digest wins over a tag.
 */
export function splitImageReference(reference: string): ImageReferenceParts {
  const [name = '', digest] = checkImageReference(reference).split('@');
  const [, repository = name, tag = 'latest'] = /^(.*):([^/:]+)$/.exec(name) ?? [];
  return { repository, tag: digest ?? tag };
}
