import { storageVolumes } from './container-spec.ts';
import {
  EphemeralStorage,
  type EphemeralStorageOptions,
  type StorageState,
} from './ephemeral-storage.ts';
import type { StorageDevice } from './storage-keeper.ts';

const smallestMb = 512;

/**
 * What `/tmp` of an environment would be: makes one, has the engine mount it, removes everything.
 * @param image Any that the engine has.
 */
export async function probeStorage(
  options: EphemeralStorageOptions,
  image: string,
): Promise<StorageState> {
  const storage = new EphemeralStorage(options);
  try {
    await storage.prepare(image, smallestMb);
    const device = await storage.take(smallestMb);
    if (device !== null) await mountOnce(options, image, device, storage);
    return storage.state;
  } finally {
    await storage.close();
  }
}

async function mountOnce(
  { engine, labels, shim }: EphemeralStorageOptions,
  image: string,
  device: StorageDevice,
  storage: EphemeralStorage,
): Promise<void> {
  try {
    const { program, binds, volumes } = await shim.mount(image);
    const id = await engine.createContainer({
      image,
      entryPoint: [program, '--version'],
      command: [],
      labels,
      networkMode: 'none',
      binds,
      volumes,
      anonymousVolumes: storageVolumes({ storageDevice: device.path, labels }),
    });
    try {
      await engine.startContainer(id);
    } finally {
      await engine.removeContainer(id);
    }
  } catch (error) {
    if (!storage.mountFailed(error)) throw error;
  }
}
