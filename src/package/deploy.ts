import type { CodeStore } from './code-store.ts';
import type { DeployedPackage, ResolvedImage } from './deployed-package.ts';

/**
 * A function of a directory: its code in the store, on a runtime's image.
 * @throws LamboxError `InvalidCode`, `StorageFailed`
 */
export async function deployDirectory(
  store: CodeStore,
  directory: string,
  image: ResolvedImage,
): Promise<DeployedPackage> {
  const code = await store.put(directory);
  return {
    image,
    codeDirectory: code.directory,
    codeSha256: code.sha256,
    codeSizeBytes: code.sizeBytes,
  };
}

/** A function that is an image: nothing is stored. */
export function deployImage(image: ResolvedImage): DeployedPackage {
  return { image, codeDirectory: null, codeSha256: null, codeSizeBytes: 0 };
}
