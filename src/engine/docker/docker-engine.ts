import type { ContainerEngine, EngineDescription } from '../container-engine.ts';
import type { EngineAddress } from '../engine-address.ts';
import { createContainerVerbs } from './container.ts';
import { createContainerFileVerbs } from './container-files.ts';
import { createInspectionVerbs } from './container-inspection.ts';
import { describeEngine } from './description.ts';
import { createDockerConnection } from './docker-connection.ts';
import { ExitEvents } from './exit-events.ts';
import { createImageVerbs } from './image.ts';
import { createRegistryCredentials } from './registry-credentials.ts';
import { createVolumeVerbs } from './volume.ts';

export interface DockerEngineOptions {
  readonly address: EngineAddress;
  /** Which way the engine was found, for reports. */
  readonly foundBy: string;
  /** The docker CLI's folder, which has the sign-ins at registries. */
  readonly configDirectory: string;
}

/** An engine that speaks the Docker Engine API, plus the question whether anybody is there. */
export interface DockerEngine extends ContainerEngine {
  /** @throws LamboxError `EngineUnreachable` */
  ping(): Promise<void>;
}

/** The port to the engine at an address. Makes no request yet. */
export function createDockerEngine(options: DockerEngineOptions): DockerEngine {
  const { address, foundBy, configDirectory } = options;
  const connection = createDockerConnection(address);
  const exits = new ExitEvents(connection);
  let description: Promise<EngineDescription> | null = null;
  const describe = async (): Promise<EngineDescription> => {
    description ??= describeEngine(connection, foundBy);
    try {
      return await description;
    } catch (error) {
      description = null;
      throw error;
    }
  };
  return {
    ...createContainerVerbs(connection),
    ...createContainerFileVerbs(connection),
    ...createInspectionVerbs(connection),
    ...createImageVerbs(connection, createRegistryCredentials(configDirectory)),
    ...createVolumeVerbs(connection),
    describe,
    async ping() {
      await connection.request('ping', (docker) => docker.ping());
    },
    watchExits: (listener) => exits.watch(listener),
    calls: connection.calls,
    async close() {
      exits.close();
      connection.close();
    },
  };
}
