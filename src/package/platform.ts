import type { Architecture } from '../engine/container-engine.ts';
import { LamboxError } from '../errors.ts';

/** Docker's words for what Lambda has (contract §11.1: x86_64 and arm64). */
const architectures: Readonly<Record<string, Architecture>> = {
  amd64: 'x86_64',
  x86_64: 'x86_64',
  arm64: 'arm64',
  aarch64: 'arm64',
};

/**
 * Reads docker's `--platform`: `linux/amd64`, `linux/arm64`, `linux/arm64/v8`, `arm64`.
 * @throws LamboxError `InvalidOption`
 */
export function parsePlatform(platform: string): Architecture {
  const [, name = ''] = /^(?:linux\/)?([a-z0-9_]+)(?:\/v8)?$/i.exec(platform) ?? [];
  const architecture = architectures[name.toLowerCase()];
  if (architecture !== undefined) return architecture;
  throw new LamboxError(
    'InvalidOption',
    `platform ${JSON.stringify(platform)} is none that Lambda has: expected linux/amd64 or ` +
      'linux/arm64',
    { remedy: 'Give one of these, or leave it out.' },
  );
}

/**
 * An image of another architecture than the one asked for would run, and be another function.
 * @throws LamboxError `InvalidOption`
 */
export function requirePlatform(
  platform: string | undefined,
  image: { readonly reference: string; readonly architecture: Architecture },
): void {
  if (platform === undefined || parsePlatform(platform) === image.architecture) return;
  const { reference, architecture } = image;
  const has = architecture === 'arm64' ? 'linux/arm64' : 'linux/amd64';
  throw new LamboxError(
    'InvalidOption',
    `the engine has ${reference} for ${has}, and the platform asked for is ${platform}`,
    {
      remedy:
        `Bring it first (docker pull --platform ${platform} ${reference}), or leave the ` +
        'platform out.',
    },
  );
}
