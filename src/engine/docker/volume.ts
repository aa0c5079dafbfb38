import type { ContainerEngine } from '../container-engine.ts';
import type { DockerConnection } from './docker-connection.ts';
import { engineStatus } from './engine-error.ts';
import { toLabelFilters } from './label-filters.ts';

type VolumeVerbs = Pick<ContainerEngine, 'listVolumes' | 'createVolume' | 'removeVolume'>;

/** The Engine API's `/volumes`. */
export function createVolumeVerbs({ request }: DockerConnection): VolumeVerbs {
  return {
    async listVolumes(labels) {
      const filters = JSON.stringify(toLabelFilters(labels));
      const answer = await request('listVolumes', (docker, abortSignal) =>
        docker.listVolumes({ filters, abortSignal }),
      );
      return (answer.Volumes ?? []).map((volume) => volume.Name);
    },
    async createVolume(name, labels) {
      await request('createVolume', (docker, abortSignal) =>
        docker.createVolume({ Name: name, Labels: { ...labels }, abortSignal }),
      );
    },
    async removeVolume(name) {
      try {
        await request('removeVolume', (docker, abortSignal) =>
          docker.getVolume(name).remove({ abortSignal }),
        );
      } catch (error) {
        if (engineStatus(error) !== 404) {
          throw error;
        }
      }
    },
  };
}
