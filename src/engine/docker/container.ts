import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import type { ContainerEngine, ContainerId, ContainerSummary } from '../container-engine.ts';
import { createAttachedStreams } from './attached-streams.ts';
import { toContainerOptions, toCpuOptions } from './container-options.ts';
import type { DockerConnection } from './docker-connection.ts';
import { engineStatus } from './engine-error.ts';
import { toLabelFilters } from './label-filters.ts';
import { readOutput } from './output-frames.ts';

type ContainerVerbs = Pick<
  ContainerEngine,
  | 'createContainer'
  | 'attachContainer'
  | 'startContainer'
  | 'updateContainer'
  | 'killContainer'
  | 'removeContainer'
  | 'listContainers'
  | 'waitContainer'
  | 'containerOutput'
>;

/** The Engine API's `/containers`. */
export function createContainerVerbs(connection: DockerConnection): ContainerVerbs {
  const { request } = connection;
  return {
    async createContainer(spec) {
      const container = await request('createContainer', (docker, abortSignal) =>
        docker.createContainer({
          // Without _query dockerode would put the whole specification into the URL too.
          _query: { ...(spec.name && { name: spec.name }), ...platformQuery(spec.platform) },
          _body: toContainerOptions(spec),
          abortSignal,
        } as unknown as Docker.ContainerCreateOptions),
      );
      return container.id;
    },
    attachContainer: (id) => attachContainer(connection, id),
    async startContainer(id) {
      const start = request('startContainer', (docker, abortSignal) =>
        docker.getContainer(id).start({ abortSignal }),
      );
      await succeedOn(start, [304]);
    },
    async updateContainer(id, cpu) {
      await request('updateContainer', (docker, abortSignal) =>
        docker.getContainer(id).update({ ...toCpuOptions(cpu), abortSignal }),
      );
    },
    async killContainer(id) {
      const kill = request('killContainer', (docker, abortSignal) =>
        docker.getContainer(id).kill({ signal: 'SIGKILL', abortSignal }),
      );
      // 409: it does not run any more, or not yet.
      await succeedOn(kill, [404, 409]);
    },
    async removeContainer(id) {
      const removal = request('removeContainer', (docker, abortSignal) =>
        docker.getContainer(id).remove({ force: true, v: true, abortSignal }),
      );
      if ((await statusOf(removal, [404, 409])) === 409) await removed(connection, id);
    },
    async listContainers(labels) {
      const filters = toLabelFilters(labels);
      const found = await request('listContainers', (docker, abortSignal) =>
        docker.listContainers({ all: true, filters, abortSignal }),
      );
      return found.map(toSummary);
    },
    async waitContainer(id) {
      const answer = await connection.openStream('waitContainer', (docker, abortSignal) =>
        docker.getContainer(id).wait({ abortSignal }),
      );
      return (answer as { StatusCode: number }).StatusCode;
    },
    async containerOutput(id) {
      const frames = await request('containerOutput', (docker, abortSignal) =>
        docker.getContainer(id).logs({ stdout: true, stderr: true, follow: false, abortSignal }),
      );
      return readOutput(frames);
    },
  };
}

async function attachContainer(connection: DockerConnection, id: ContainerId) {
  const stream = await connection.openStream('attachContainer', (docker, abortSignal) =>
    docker.getContainer(id).attach({
      stream: true,
      stdin: true,
      stdout: true,
      stderr: true,
      hijack: true,
      abortSignal,
    }),
  );
  // The upgraded connection: a socket, whatever the library's types call it.
  return createAttachedStreams(stream as Duplex);
}

/** The engine is removing it already, because it ended: waits until that is done. */
async function removed({ request }: DockerConnection, id: ContainerId): Promise<void> {
  const removal = request('removeContainer', (docker, abortSignal) =>
    docker.getContainer(id).wait({ condition: 'removed', abortSignal }),
  );
  await succeedOn(removal, [404]);
}

async function succeedOn(request: Promise<unknown>, statusCodes: readonly number[]): Promise<void> {
  await statusOf(request, statusCodes);
}

/** The status with which the engine refused, where it is one of the given; `null` for a success. */
async function statusOf(
  request: Promise<unknown>,
  statusCodes: readonly number[],
): Promise<number | null> {
  try {
    await request;
    return null;
  } catch (error) {
    const status = engineStatus(error);
    if (status === null || !statusCodes.includes(status)) throw error;
    return status;
  }
}

function platformQuery(platform: string | undefined): { platform?: string } {
  return platform === undefined ? {} : { platform };
}

function toSummary(info: Docker.ContainerInfo): ContainerSummary {
  const states = { created: 'created', running: 'running', exited: 'exited' } as const;
  return {
    id: info.Id,
    name: (info.Names[0] ?? '').replace(/^\//, ''),
    image: info.Image,
    state: states[info.State as keyof typeof states] ?? 'other',
    labels: info.Labels ?? {},
  };
}
