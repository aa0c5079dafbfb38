import type { Architecture, ImageDescription } from '../engine/container-engine.ts';
import { limits } from '../lambda/limits.ts';
import type { Finding } from './finding.ts';
import { isWithin } from './written-paths.ts';

export type CheckedImage = Pick<
  ImageDescription,
  'reference' | 'sizeBytes' | 'architecture' | 'volumes' | 'healthCheck'
>;

/**
 * What is wrong with a function's image as it is described.
 * @param wanted the architecture that the function is configured with
 */
export function imageFindings(image: CheckedImage, wanted: Architecture): readonly Finding[] {
  return [
    ...sizeFindings(image),
    ...architectureFindings(image, wanted),
    ...volumeFindings(image),
    ...healthCheckFindings(image),
  ];
}

function sizeFindings({ reference, sizeBytes }: CheckedImage): readonly Finding[] {
  if (sizeBytes <= limits.imageBytesMax) return [];
  const why =
    `will fail on Lambda because it has ${sizeBytes.toLocaleString('en')} bytes uncompressed; ` +
    `an image may have ${limits.imageBytesMax.toLocaleString('en')} (10 GB)`;
  const remedy = 'Build in stages and copy only what runs into the last one.';
  return [{ id: 'size', what: reference, why, remedy }];
}

function architectureFindings(
  { reference, architecture }: CheckedImage,
  wanted: Architecture,
): readonly Finding[] {
  if (architecture === wanted) return [];
  const why =
    `will fail on Lambda because it is an image for ${architecture}, and the function would be ` +
    `configured for ${wanted}: exec format error`;
  const platform = wanted === 'arm64' ? 'linux/arm64' : 'linux/amd64';
  const remedy =
    `Build it with --platform ${platform}, or configure the function for ${architecture} ` +
    '(and check it with that --platform).';
  return [{ id: 'architecture', what: reference, why, remedy }];
}

function volumeFindings({ volumes }: CheckedImage): readonly Finding[] {
  return volumes
    .filter((volume) => !isWithin(volume, '/tmp'))
    .map((volume) => ({
      id: 'volume',
      what: `VOLUME ${volume}`,
      why:
        'will fail on Lambda because it mounts no volumes: what the image has there stays, ' +
        'read-only, and nothing can be written',
      remedy: 'Take VOLUME out of the Dockerfile and write to /tmp, or to an EFS that you mount.',
    }));
}

function healthCheckFindings({ healthCheck }: CheckedImage): readonly Finding[] {
  if (healthCheck.length === 0) return [];
  return [
    {
      id: 'healthCheck',
      what: `HEALTHCHECK ${healthCheck.slice(1).join(' ')}`,
      why: 'will fail on Lambda because nothing runs it there: it never says that anything is ill',
      remedy: 'Take HEALTHCHECK out; what must hold belongs into the init code, which may throw.',
    },
  ];
}
