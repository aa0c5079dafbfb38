import type { ImageDescription, VolumeMount } from '../engine/container-engine.ts';

/**
 * Where an image came from: already in the engine, pulled from a registry, made here from a
 * distribution, built of a directory's Dockerfile, or loaded of an archive.
 */
export type ImageSource = 'engine' | 'pulled' | 'bootstrapped' | 'built' | 'loaded';

export interface ResolvedImage extends ImageDescription {
  readonly source: ImageSource;
  /**
   * What the base really is, e.g. `Debian 13` or `Amazon Linux 2023`; `null` when it is the user's
   * own image.
   */
  readonly operatingSystem: string | null;
}

export interface DeployedLayer {
  /** Hex digest of its content. */
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** A function version's image and code, ready to be started any number of times. */
export interface DeployedPackage {
  readonly image: ResolvedImage;
  /** Folder in the code store, mounted read-only at `/var/task`; `null` for image functions. */
  readonly codeDirectory: string | null;
  /** The engine's volume with it, where the engine does not see our files. */
  readonly codeVolume?: string;
  /** Hex digest of the code's content; `null` for image functions. */
  readonly codeSha256: string | null;
  readonly codeSizeBytes: number;
  /** Folder in the code store, mounted read-only at `/opt`; `null` without layers. */
  readonly layersDirectory: string | null;
  readonly layersVolume?: string;
  /** In their order. */
  readonly layers: readonly DeployedLayer[];
  /** Mounts that cover what the image declares as `VOLUME`, read-only. */
  readonly volumes: readonly VolumeMount[];
}
