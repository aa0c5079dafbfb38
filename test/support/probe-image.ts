import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { ContainerEngine, Labels } from '../../src/engine/container-engine.ts';
import { createDirectoryTar } from '../../src/engine/docker/directory-tar.ts';
import { buildGoProgram } from './go-toolchain.ts';

/** Makes the image of the probe: one static program at `/probe` and an empty `/tmp`. */
export async function importProbeImage(
  engine: ContainerEngine,
  reference: string,
  labels: Labels,
  changes: readonly string[] = [],
): Promise<void> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'lambox-probe-'));
  try {
    await buildGoProgram(path.join(import.meta.dirname, 'probe'), path.join(root, 'probe'));
    await mkdir(path.join(root, 'tmp'));
    const marks = Object.entries(labels).map(([key, value]) => `LABEL ${key}=${value}`);
    await engine.importImage(createDirectoryTar(root), reference, [...marks, ...changes]);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
