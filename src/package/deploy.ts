import type { ContainerEngine } from '../engine/container-engine.ts';
import type { StoredCode, StoredLayers } from './code-store.ts';
import type { DeployedPackage, ResolvedImage } from './deployed-package.ts';
import { ensureImageVolumes } from './image-volumes.ts';

/** A function of code and layers that are in the store, on a runtime's image. */
export async function deployCode(
  engine: ContainerEngine,
  code: StoredCode,
  layers: StoredLayers,
  image: ResolvedImage,
): Promise<DeployedPackage> {
  return {
    image,
    codeDirectory: code.directory,
    codeSha256: code.sha256,
    codeSizeBytes: code.sizeBytes,
    layersDirectory: layers.directory,
    layers: layers.layers.map(({ sha256, sizeBytes }) => ({ sha256, sizeBytes })),
    volumes: await ensureImageVolumes(engine, image),
  };
}

/** A function that is an image: nothing is stored. */
export async function deployImage(
  engine: ContainerEngine,
  image: ResolvedImage,
): Promise<DeployedPackage> {
  return {
    image,
    codeDirectory: null,
    codeSha256: null,
    codeSizeBytes: 0,
    layersDirectory: null,
    layers: [],
    volumes: await ensureImageVolumes(engine, image),
  };
}
