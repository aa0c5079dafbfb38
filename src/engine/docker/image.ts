import { LamboxError } from '../../errors.ts';
import type { ContainerEngine, ImageDescription } from '../container-engine.ts';
import { createDirectoryTar } from './directory-tar.ts';
import type { DockerConnection } from './docker-connection.ts';
import { engineStatus } from './engine-error.ts';
import { buildImage } from './image-build.ts';
import { describeImage, summarizeImage } from './image-description.ts';
import { importImage } from './image-import.ts';
import { pullImage } from './image-pull.ts';
import { checkImageReference } from './image-reference.ts';
import { toLabelFilters } from './label-filters.ts';
import type { EngineVerb } from './verb-timeouts.ts';

type ImageVerbs = Pick<
  ContainerEngine,
  'inspectImage' | 'pullImage' | 'importImage' | 'buildImage' | 'listImages' | 'removeImage'
>;

/** The Engine API's `/images`. */
export function createImageVerbs(connection: DockerConnection): ImageVerbs {
  const inspectAfter = (verb: EngineVerb, reference: string) =>
    inspectNewImage(connection, verb, reference);
  return {
    inspectImage: (reference) => inspectImage(connection, 'inspectImage', reference),
    async pullImage(reference, onProgress) {
      await pullImage(connection, reference, onProgress);
      return inspectAfter('pullImage', reference);
    },
    async importImage(tar, reference, changes) {
      await importImage(connection, tar, reference, changes);
      return inspectAfter('importImage', reference);
    },
    async buildImage(context, options) {
      const tar = typeof context === 'string' ? createDirectoryTar(context) : context;
      await buildImage(connection, tar, options);
      return inspectAfter('buildImage', options.reference);
    },
    async listImages(labels) {
      // The types ask for the filter in a string that the library would not put together itself.
      const filters = JSON.stringify(toLabelFilters(labels));
      const images = await connection.request('listImages', (docker, abortSignal) =>
        docker.listImages({ filters, abortSignal }),
      );
      return images.map(summarizeImage);
    },
    async removeImage(reference) {
      try {
        await connection.request('removeImage', (docker, abortSignal) =>
          docker.getImage(checkImageReference(reference)).remove({ abortSignal }),
        );
      } catch (error) {
        if (engineStatus(error) !== 404) {
          throw error;
        }
      }
    },
  };
}

async function inspectImage(
  connection: DockerConnection,
  verb: EngineVerb,
  reference: string,
): Promise<ImageDescription | null> {
  try {
    const info = await connection.request(verb, (docker) =>
      docker.getImage(checkImageReference(reference)).inspect(),
    );
    return describeImage(info, reference);
  } catch (error) {
    if (engineStatus(error) === 404) {
      return null;
    }
    throw error;
  }
}

async function inspectNewImage(
  connection: DockerConnection,
  verb: EngineVerb,
  reference: string,
): Promise<ImageDescription> {
  const image = await inspectImage(connection, verb, reference);
  if (image === null) {
    throw new LamboxError(
      'EngineFailed',
      `The engine finished ${verb} of ${reference} without an error but has no such image.`,
      { remedy: 'See whether something else removed it meanwhile, and try again.' },
    );
  }
  return image;
}
