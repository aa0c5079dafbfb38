import type { ContainerEngine } from '../engine/container-engine.ts';
import type { DeployedPackage } from './deployed-package.ts';
import { ensureFilesVolume } from './files-volume.ts';

/** The package as an engine finds it that does not see our files. */
export async function placePackage(
  engine: ContainerEngine,
  deployed: DeployedPackage,
): Promise<DeployedPackage> {
  const { codeDirectory, codeSha256, image } = deployed;
  if (codeDirectory === null || codeSha256 === null) return deployed;
  const codeVolume = await ensureFilesVolume(engine, {
    name: `code-${codeSha256.slice(0, 32)}`,
    directory: codeDirectory,
    image: image.id,
  });
  return { ...deployed, codeVolume };
}
