import { LamboxError } from '../../errors.ts';
import type { ContainerEngine, ImageDescription } from '../container-engine.ts';
import { createBuildContext } from './build-context.ts';
import type { DockerConnection } from './docker-connection.ts';
import { engineStatus } from './engine-error.ts';
import { buildImage } from './image-build.ts';
import { describeImage, summarizeImage } from './image-description.ts';
import { importImage } from './image-import.ts';
import { loadImage } from './image-load.ts';
import { pullImage } from './image-pull.ts';
import { checkImageReference } from './image-reference.ts';
import { toLabelFilters } from './label-filters.ts';
import type { RegistryCredentials } from './registry-credentials.ts';
import type { EngineVerb } from './verb-timeouts.ts';

type ImageVerbs = Pick<
  ContainerEngine,
  | 'inspectImage'
  | 'pullImage'
  | 'importImage'
  | 'buildImage'
  | 'loadImage'
  | 'listImages'
  | 'removeImage'
>;

/** The Engine API's `/images`. */
export function createImageVerbs(
  connection: DockerConnection,
  registries: RegistryCredentials,
): ImageVerbs {
  const inspectAfter = (verb: EngineVerb, reference: string) =>
    inspectNewImage(connection, verb, reference);
  return {
    inspectImage: (reference) => inspectImage(connection, 'inspectImage', reference),
    async pullImage(reference, options = {}) {
      await pullImage(connection, reference, options, registries);
      return inspectAfter('pullImage', reference);
    },
    async importImage(tar, reference, changes) {
      await importImage(connection, tar, reference, changes);
      return inspectAfter('importImage', reference);
    },
    async buildImage(context, options) {
      const isDirectory = typeof context === 'string';
      const tar = isDirectory ? await createBuildContext(context, options.dockerfile) : context;
      await buildImage(connection, tar, options, registries);
      return inspectAfter('buildImage', options.reference);
    },
    async loadImage(open, options) {
      await loadImage(connection, open, options);
      return inspectAfter('loadImage', options.reference);
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
