import type { ContainerEngine } from '../container-engine.ts';
import { createDirectoryTar } from './directory-tar.ts';
import type { DockerConnection } from './docker-connection.ts';

type FileVerbs = Pick<ContainerEngine, 'copyDirectory'>;

/** The Engine API's `/containers/{id}/archive`. */
export function createContainerFileVerbs({ request }: DockerConnection): FileVerbs {
  return {
    async copyDirectory(id, { source, entries, target }) {
      const tar = createDirectoryTar(source, entries === undefined ? {} : { entries });
      // An engine that refuses hangs up before it has read everything.
      const failed = new Promise<never>((_, reject) => tar.on('error', reject));
      try {
        await Promise.race([
          request('copyDirectory', (docker, abortSignal) =>
            docker.getContainer(id).putArchive(tar, { path: target, abortSignal }),
          ),
          failed,
        ]);
      } finally {
        tar.destroy();
      }
    },
  };
}
