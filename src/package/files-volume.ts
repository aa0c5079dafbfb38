import { randomBytes } from 'node:crypto';
import type { ContainerEngine } from '../engine/container-engine.ts';

/** `prune` finds volumes by it; they outlive the run that made them. */
const labels = { 'dev.lambox.run': 'files' };

const filling = '/lambox-files';

export interface FilesVolumeOptions {
  /** What it is called after: `code-<digest>`. Files of one name are the same. */
  readonly name: string;
  /** On this machine. */
  readonly directory: string;
  /** Only these paths of it; without: all of it. */
  readonly entries?: readonly string[];
  /** Any image of the engine: nothing of it is run. */
  readonly image: string;
}

/**
 * A directory's content in a volume, for an engine that does not see our files: they travel once.
 *
 * A volume cannot be renamed, so that a second, empty one beside it says that it is whole. Nobody
 * writes to a volume that another process fills or uses: each filling makes its own.
 * @returns its name, to be mounted read-only
 */
export async function ensureFilesVolume(
  engine: ContainerEngine,
  options: FilesVolumeOptions,
): Promise<string> {
  const prefix = `lambox-${options.name}`;
  const names = new Set(await engine.listVolumes(labels));
  const whole = [...names].find((name) => name.startsWith(prefix) && names.has(markOf(name)));
  if (whole !== undefined) return whole;
  const volume = `${prefix}-${randomBytes(4).toString('hex')}`;
  await engine.createVolume(volume, labels);
  try {
    await fill(engine, volume, options);
  } catch (error) {
    await engine.removeVolume(volume).catch(() => undefined);
    throw error;
  }
  await engine.createVolume(markOf(volume), labels);
  return volume;
}

async function fill(
  engine: ContainerEngine,
  volume: string,
  { image, directory, entries }: FilesVolumeOptions,
): Promise<void> {
  const container = await engine.createContainer({
    image,
    entryPoint: ['/never-started'],
    labels,
    networkMode: 'none',
    volumes: [{ volume, target: filling, readOnly: false, noCopy: true }],
  });
  try {
    await engine.copyDirectory(container, {
      source: directory,
      target: filling,
      ...(entries && { entries }),
    });
  } finally {
    await engine.removeContainer(container);
  }
}

function markOf(volume: string): string {
  return `${volume}-whole`;
}
