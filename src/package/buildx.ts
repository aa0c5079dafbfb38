import { Writable } from 'node:stream';
import type { BuildOptions, EngineDescription } from '../engine/container-engine.ts';
import { LamboxError } from '../errors.ts';
import { type ProgramRun, runProgram } from './run-program.ts';

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
      let step: string | null = null;
      const onLine = (line: string): void => {
        step = failedStep.exec(line)?.[1] ?? step;
        options.onProgress?.(line);
      };
      const run = await runProgram(docker, { arguments: words, output: unheard(), onLine });
      if (run.exitCode !== 0) throw buildError(run, step, options);
    },
  };
}

/** How a step that failed is named above its last lines: ` > [2/3] RUN make:`. */
const failedStep = /^ > \[[^\]]+\] (.+):$/;

/** What an older frontend says of what it does not know, such as a heredoc. */
const unknownLanguage = /dockerfile parse error|unknown (flag|instruction)/i;

function buildError(
  run: ProgramRun,
  step: string | null,
  { reference }: BuildOptions,
): LamboxError {
  const lastLines = run.lastLines.filter((line) => line.trim() !== '');
  const last = lastLines.at(-1)?.replace(/^ERROR: (failed to solve: )?/, '');
  const where = step === null ? '' : ` at "${step}"`;
  const text = `Building ${reference} failed${where}: ${last ?? `exit code ${run.exitCode}`}`;
  const evidence = { reference, lastLines };
  if (!unknownLanguage.test(last ?? '')) {
    return new LamboxError('ImageBuildFailed', text, { evidence });
  }
  const remedy =
    "Where that is of a newer Dockerfile language than the engine's own BuildKit reads, let it " +
    'be fetched: # syntax=docker/dockerfile:1 as the first line.';
  return new LamboxError('ImageBuildFailed', text, { evidence, remedy });
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
