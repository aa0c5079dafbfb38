import { Writable } from 'node:stream';
import type { BuildOptions, EngineDescription } from '../engine/container-engine.ts';
import { LamboxError } from '../errors.ts';
import { runProgram } from './run-program.ts';

/** The docker CLI's builder, which has BuildKit. */
export interface Buildx {
  /** @throws LamboxError `ImageBuildFailed`, the last lines as evidence */
  build(directory: string, options: BuildOptions): Promise<void>;
}

type EngineFacts = Pick<EngineDescription, 'address' | 'foundBy'>;

/**
 * `null` where there is no docker CLI, or it has no buildx.
 * @param docker the CLI's program
 */
export async function findBuildx(engine: EngineFacts, docker = 'docker'): Promise<Buildx | null> {
  const version = { arguments: ['buildx', 'version'], output: unheard() };
  const found = await runProgram(docker, version).catch(() => null);
  if (found?.exitCode !== 0) return null;
  return {
    async build(directory, options) {
      const words = [...hostWords(engine), ...buildWords(directory, options)];
      const run = await runProgram(docker, {
        arguments: words,
        output: unheard(),
        onLine: options.onProgress,
      });
      if (run.exitCode === 0) return;
      const lastLines = run.lastLines.filter((line) => line.trim() !== '');
      throw new LamboxError(
        'ImageBuildFailed',
        `Building ${options.reference} failed: ${lastLines.at(-1) ?? `exit code ${run.exitCode}`}`,
        { evidence: { reference: options.reference, lastLines } },
      );
    },
  };
}

function unheard(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}

/** The CLI looks where `DOCKER_HOST` and the context say, as we do; other sockets it is told. */
function hostWords({ address, foundBy }: EngineFacts): readonly string[] {
  const named = foundBy === 'DOCKER_HOST' || foundBy.startsWith('docker context');
  return named ? [] : ['--host', address];
}

function buildWords(directory: string, options: BuildOptions): readonly string[] {
  const pairs = (flag: string, values: Readonly<Record<string, string>> = {}) =>
    Object.entries(values).flatMap(([name, value]) => [flag, `${name}=${value}`]);
  return [
    ...['buildx', 'build', '--load', '--progress', 'plain', '--tag', options.reference],
    ...['--file', `${directory}/${options.dockerfile}`],
    ...pairs('--build-arg', options.arguments),
    ...pairs('--label', options.labels),
    ...(options.target === undefined ? [] : ['--target', options.target]),
    ...(options.platform === undefined ? [] : ['--platform', options.platform]),
    ...(options.pull === true ? ['--pull'] : []),
    directory,
  ];
}
