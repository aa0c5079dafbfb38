import { basename } from 'node:path';
import type { ContainerEngine } from '../engine/container-engine.ts';
import type { DeployedPackage } from './deployed-package.ts';
import { ensureFilesVolume } from './files-volume.ts';

/** The package as an engine finds it that does not see our files. */
export async function placePackage(
  engine: ContainerEngine,
  deployed: DeployedPackage,
): Promise<DeployedPackage> {
  const { codeDirectory, layersDirectory, image } = deployed;
  const place = (directory: string) => placeEntry(engine, directory, image.id);
  return {
    ...deployed,
    ...(codeDirectory !== null && { codeVolume: await place(codeDirectory) }),
    ...(layersDirectory !== null && { layersVolume: await place(layersDirectory) }),
  };
}

/** @param directory an entry of the code store, which is called by its digest */
function placeEntry(engine: ContainerEngine, directory: string, image: string): Promise<string> {
  const name = `code-${basename(directory).slice(0, 32)}`;
  return ensureFilesVolume(engine, { name, directory, image });
}
