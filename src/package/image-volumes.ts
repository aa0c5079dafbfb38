import { createHash } from 'node:crypto';
import type { ContainerEngine, ImageDescription, VolumeMount } from '../engine/container-engine.ts';

/** `prune` finds volumes by it; they outlive the run that made them. */
const labels = { 'dev.lambox.run': 'image-volumes' };

/**
 * Covers each `VOLUME` of an image with a volume of ours, mounted read-only: a `VOLUME` would be
 * writable under a read-only root, and Docker makes a new one for each container. One per image and
 * path, for all its environments.
 *
 * Docker fills an empty named volume with what the image has there when a container with it is
 * made. That container is never started. A volume that is filled stays as it is, so that doing it
 * at every deployment is right, also after an interrupted one.
 */
export async function ensureImageVolumes(
  engine: ContainerEngine,
  image: ImageDescription,
): Promise<readonly VolumeMount[]> {
  const mounts = image.volumes
    // What is in `/tmp` is writable on Lambda, too, and new in each environment.
    .filter((target) => !/^\/tmp(\/|$)/.test(target))
    .map((target) => ({ volume: volumeName(image, target), target }));
  if (mounts.length === 0) return [];
  for (const { volume } of mounts) await engine.createVolume(volume, labels);
  const helper = await engine.createContainer({
    image: image.id,
    entryPoint: ['/never-started'],
    labels,
    networkMode: 'none',
    volumes: mounts.map((mount) => ({ ...mount, readOnly: false })),
  });
  await engine.removeContainer(helper);
  return mounts.map((mount) => ({ ...mount, readOnly: true }));
}

function volumeName(image: ImageDescription, target: string): string {
  const digest = createHash('sha256').update(`${image.id} ${target}`).digest('hex');
  return `lambox-image-${digest.slice(0, 32)}`;
}
