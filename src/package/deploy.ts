import type { ContainerEngine } from '../engine/container-engine.ts';
import type { StoredCode } from './code-store.ts';
import type { DeployedPackage, ResolvedImage } from './deployed-package.ts';
import { ensureImageVolumes } from './image-volumes.ts';

/** A function of code that is in the store, on a runtime's image. */
export async function deployCode(
  engine: ContainerEngine,
  code: StoredCode,
  image: ResolvedImage,
): Promise<DeployedPackage> {
  return {
    image,
    codeDirectory: code.directory,
    codeSha256: code.sha256,
    codeSizeBytes: code.sizeBytes,
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
    volumes: await ensureImageVolumes(engine, image),
  };
}
