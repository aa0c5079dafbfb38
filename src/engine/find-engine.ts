import path from 'node:path';
import { LamboxError } from '../errors.ts';
import type { ContainerEngine } from './container-engine.ts';
import { createDockerEngine } from './docker/docker-engine.ts';
import { readDockerContext, readEngineTls } from './docker-context.ts';
import { type EngineTls, parseEngineAddress } from './engine-address.ts';
import {
  type EngineCandidate,
  listEngineCandidates,
  type SocketSurroundings,
} from './engine-candidates.ts';

/** Everything that decides where an engine is looked for. Nothing is read from the process. */
export interface FindEngineOptions extends SocketSurroundings {
  /** `DOCKER_HOST`. */
  readonly dockerHost: string | null;
  /** `DOCKER_CONTEXT`. */
  readonly dockerContext: string | null;
  /** `DOCKER_CONFIG`; `~/.docker` without. */
  readonly dockerConfigDirectory?: string | null;
  /** `DOCKER_CERT_PATH`: keys for a `DOCKER_HOST` behind TLS. */
  readonly dockerCertPath?: string | null;
  /** Whether `DOCKER_TLS_VERIFY` is set: the engine must prove who it is. */
  readonly dockerTlsVerify?: boolean;
}

/** One try that failed. */
interface Failure {
  readonly candidate: EngineCandidate;
  readonly error: LamboxError;
}

/**
 * Finds the engine that the docker CLI would talk to: `DOCKER_HOST`, the current context, then the
 * default, rootless, Docker Desktop and Podman sockets. One that was named must answer; the others
 * are tried in turn.
 * @param candidates the sockets tried when none is named
 * @throws LamboxError `EngineUnreachable`; `InvalidOption` for an address or context that cannot be
 * used
 */
export async function findEngine(
  options: FindEngineOptions,
  candidates: readonly EngineCandidate[] = listEngineCandidates(options),
): Promise<ContainerEngine> {
  const configDirectory = configDirectoryOf(options);
  const named = await findNamedEngine(options, configDirectory);
  if (named !== null) {
    const engine = await tryEngine(named, configDirectory);
    if (engine instanceof LamboxError) {
      throw namedError(named, engine);
    }
    return engine;
  }
  const failures: Failure[] = [];
  for (const candidate of candidates) {
    const engine = await tryEngine(candidate, configDirectory);
    if (!(engine instanceof LamboxError)) {
      return engine;
    }
    failures.push({ candidate, error: engine });
  }
  throw noneError(failures);
}

function configDirectoryOf(options: FindEngineOptions): string {
  return options.dockerConfigDirectory ?? path.join(options.homeDirectory, '.docker');
}

async function findNamedEngine(
  options: FindEngineOptions,
  configDirectory: string,
): Promise<EngineCandidate | null> {
  if (options.dockerHost) {
    const tls = await readHostTls(options);
    return {
      address: parseEngineAddress(options.dockerHost, 'DOCKER_HOST', tls),
      foundBy: 'DOCKER_HOST',
    };
  }
  const context = await readDockerContext(configDirectory, options.dockerContext);
  return context && { address: context.address, foundBy: `docker context "${context.name}"` };
}

/**
 * As the docker CLI: certificates where a folder is named, the user's own folder where
 * verification is asked for.
 */
async function readHostTls(options: FindEngineOptions): Promise<EngineTls | null> {
  const verify = options.dockerTlsVerify ?? false;
  if (!options.dockerCertPath && !verify) {
    return null;
  }
  const directory = options.dockerCertPath ?? path.join(options.homeDirectory, '.docker');
  const files = await readEngineTls(directory, verify);
  return files ?? { ca: null, certificate: null, key: null, verify };
}

async function tryEngine(
  candidate: EngineCandidate,
  configDirectory: string,
): Promise<ContainerEngine | LamboxError> {
  const engine = createDockerEngine({ ...candidate, configDirectory });
  try {
    await engine.ping();
    return engine;
  } catch (error) {
    await engine.close();
    if (error instanceof LamboxError) {
      return error;
    }
    throw error;
  }
}

function namedError({ address, foundBy }: EngineCandidate, error: LamboxError): LamboxError {
  const message = `${foundBy} names ${address.url}. ${error.message}`;
  const leave =
    foundBy === 'DOCKER_HOST' ? 'unset DOCKER_HOST' : 'run `docker context use default`';
  return new LamboxError('EngineUnreachable', message, {
    remedy: `${error.remedy ?? ''} To use another engine, ${leave}.`.trimStart(),
    evidence: error.evidence,
    cause: error,
  });
}

function noneError(failures: readonly Failure[]): LamboxError {
  const errno = ({ error }: Failure): unknown => {
    const { errno } = error.evidence;
    return errno;
  };
  // The most telling failure decides the advice: an engine that we may not use, one that is down,
  // none at all.
  const forbidden = failures.find((failure) =>
    ['EACCES', 'EPERM'].includes(String(errno(failure))),
  );
  const present = failures.find((failure) => errno(failure) !== 'ENOENT');
  const telling = (forbidden ?? present)?.error;
  const install =
    'Install Docker Engine (Debian, Ubuntu: `sudo apt-get install docker.io`) or Docker Desktop ' +
    'and start it; or name an engine: DOCKER_HOST=unix:///path/to/docker.sock.';
  const tried = failures.map(
    ({ candidate, error }) => `${candidate.address.url} (${candidate.foundBy}): ${error.message}`,
  );
  const places = failures.map(({ candidate }) => candidate.address.url).join(', ');
  const finding = telling?.message ?? 'No container engine was found.';
  return new LamboxError('EngineUnreachable', `${finding} Tried ${places}.`, {
    remedy: telling?.remedy ?? install,
    evidence: { tried },
  });
}
