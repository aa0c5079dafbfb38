import type { Readable } from 'node:stream';
import { LamboxError } from '../../errors.ts';
import type { LoadOptions } from '../container-engine.ts';
import type { DockerConnection } from './docker-connection.ts';
import { readImageArchive, renamedArchive } from './image-archive.ts';
import { followProgress, ProgressFailure } from './progress-stream.ts';
import { silenceLimitsMs } from './verb-timeouts.ts';

/**
 * Loads an archive's image: `POST /images/load`, the archive as body. Older engines know the form
 * of `docker save` alone, so an OCI layout is given its `manifest.json`.
 * @throws LamboxError `InvalidCode` for an archive that holds no image
 */
export async function loadImage(
  connection: DockerConnection,
  open: () => Readable,
  options: LoadOptions,
): Promise<void> {
  const image = await readImageArchive(open, options);
  const archive = renamedArchive(open(), image, options);
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => undefined);
  archive.once('error', broken.reject);
  try {
    const load = connection.openStream('loadImage', (docker, abortSignal) =>
      docker.loadImage(archive, { quiet: true, abortSignal }),
    );
    const stream = await Promise.race([load, broken.promise]);
    await followProgress(stream as Readable, silenceLimitsMs.loadImage, () => undefined);
  } catch (error) {
    if (!(error instanceof ProgressFailure)) throw error;
    const name = JSON.stringify(options.name);
    throw new LamboxError('InvalidCode', `the engine cannot load ${name}: ${error.message}`, {
      remedy: 'Make the archive anew: docker save IMAGE -o FILE.',
      cause: error,
    });
  } finally {
    archive.destroy();
  }
}
