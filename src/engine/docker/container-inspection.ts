import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type Docker from 'dockerode';
import type {
  ContainerEngine,
  ContainerProgram,
  FileChange,
  ProgramEnd,
} from '../container-engine.ts';
import type { DockerConnection } from './docker-connection.ts';
import { splitOutput } from './output-frames.ts';

type InspectionVerbs = Pick<ContainerEngine, 'containerChanges' | 'runInContainer'>;

/** An entry of `GET /containers/{id}/changes`. */
interface ChangeAnswer {
  readonly Path: string;
  readonly Kind: number;
}

const kinds = ['changed', 'added', 'removed'] as const;

/** What looks into a container. */
export function createInspectionVerbs(connection: DockerConnection): InspectionVerbs {
  return {
    async containerChanges(id) {
      const changes = await connection.request('containerChanges', (docker, abortSignal) =>
        docker.getContainer(id).changes({ abortSignal }),
      );
      // The engine says null where nothing has changed.
      return ((changes as readonly ChangeAnswer[] | null) ?? []).map(toFileChange);
    },
    runInContainer: (id, program) =>
      connection.openStream('runInContainer', (docker, abortSignal) =>
        runProgram(docker.getContainer(id), program, abortSignal),
      ),
  };
}

async function runProgram(
  container: Docker.Container,
  { words, user }: ContainerProgram,
  abortSignal: AbortSignal,
): Promise<ProgramEnd> {
  const exec = await container.exec({
    Cmd: [...words],
    User: user,
    AttachStdout: true,
    AttachStderr: true,
    abortSignal,
  });
  const stream: Readable = await exec.start({ abortSignal });
  const { stdout, stderr } = splitOutput(await buffer(stream));
  const { ExitCode } = await exec.inspect({ abortSignal });
  return { exitCode: ExitCode ?? -1, output: stdout, complaint: stderr };
}

function toFileChange({ Path: path, Kind }: ChangeAnswer): FileChange {
  return { path, kind: kinds[Kind] ?? 'changed' };
}
