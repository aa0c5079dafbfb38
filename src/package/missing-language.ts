import type { Architecture } from '../engine/container-engine.ts';
import { LamboxError } from '../errors.ts';

/** That this host lacks the language which an image would be made of. */
export function missingLanguage(options: {
  /** What was looked for: `CPython 3.12`. */
  readonly what: string;
  /** What to install, where that has another name. */
  readonly lacks?: string;
  readonly version: string;
  readonly architecture: Architecture;
  /** Where was looked. */
  readonly places: string;
  /** What to install, and how. */
  readonly installation: string;
  /** AWS's image: `python:3.12`. */
  readonly image: string;
}): LamboxError {
  const { what, lacks = what, version, architecture, places, installation, image } = options;
  return new LamboxError(
    'ImageBuildFailed',
    `no ${what} for Linux on ${architecture} on this host, and Debian 13 has none: ` +
      `looked in ${places}`,
    {
      remedy:
        `${installation}, or load public.ecr.aws/lambda/${image} ` +
        'into the engine (docker load).',
      evidence: { version, architecture, lacks },
    },
  );
}
