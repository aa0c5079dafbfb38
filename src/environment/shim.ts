import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { BindMount, ContainerEngine, VolumeMount } from '../engine/container-engine.ts';
import { ensureFilesVolume } from '../package/files-volume.ts';

/** Where the shim is in a container. Nothing of the function's lies beside it. */
const shimPath = '/var/lambox/shim';

/** How a container gets the shim. */
export interface ShimMount {
  /** Its path in the container. */
  readonly program: string;
  readonly binds: readonly BindMount[];
  readonly volumes: readonly VolumeMount[];
}

/** The shim's file, as containers of one engine find it. */
export interface Shim {
  /** @param image any that the engine has */
  mount(image: string): Promise<ShimMount>;
}

/** For an engine that sees our files. */
export function mountedShim(file: string): Shim {
  const mount = shimMount(file);
  return { mount: async () => mount };
}

export function shimMount(file: string): ShimMount {
  const binds = [{ source: file, target: shimPath, readOnly: true }];
  return { program: shimPath, binds, volumes: [] };
}

/** For one that does not: it travels with the first container that needs it. */
export function travellingShim(engine: ContainerEngine, file: string): Shim {
  let mount: Promise<ShimMount> | null = null;
  return {
    mount(image) {
      mount ??= createVolume(engine, file, image).catch((error: unknown) => {
        mount = null;
        throw error;
      });
      return mount;
    },
  };
}

async function createVolume(
  engine: ContainerEngine,
  file: string,
  image: string,
): Promise<ShimMount> {
  const digest = createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
  const volume = await ensureFilesVolume(engine, {
    name: `shim-${digest.slice(0, 32)}`,
    directory: dirname(file),
    entries: [basename(file)],
    image,
  });
  return {
    program: `${shimPath}/${basename(file)}`,
    binds: [],
    volumes: [{ volume, target: shimPath, readOnly: true, noCopy: true }],
  };
}
