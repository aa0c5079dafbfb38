import type { Readable } from 'node:stream';
import { LamboxError } from '../../errors.ts';
import type { DockerConnection } from './docker-connection.ts';
import { splitImageReference } from './image-reference.ts';
import { followProgress, ProgressFailure } from './progress-stream.ts';
import { silenceLimitsMs } from './verb-timeouts.ts';

/** Makes an image of a root file system: `POST /images/create?fromSrc=-`, the tar as body. */
export async function importImage(
  connection: DockerConnection,
  tar: Readable,
  reference: string,
  changes: readonly string[],
): Promise<void> {
  const { repository, tag } = splitImageReference(reference);
  try {
    const stream = await connection.openStream('importImage', (docker, abortSignal) =>
      // dockerode wants a ReadableStream; the changes become one parameter each.
      docker.importImage(tar, { repo: repository, tag, changes: [...changes], abortSignal }),
    );
    await followProgress(stream as Readable, silenceLimitsMs.importImage, () => {});
  } catch (error) {
    if (error instanceof ProgressFailure) {
      throw new LamboxError('EngineFailed', `Importing ${reference} failed: ${error.message}`, {
        cause: error,
      });
    }
    throw error;
  }
}
