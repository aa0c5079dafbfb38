import type { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { LamboxError } from '../../errors.ts';
import type { BuildOptions } from '../container-engine.ts';
import type { DockerConnection } from './docker-connection.ts';
import { followProgress, ProgressFailure, progressLine } from './progress-stream.ts';
import {
  type RegistryCredentials,
  type RegistrySignIn,
  registryOf,
} from './registry-credentials.ts';
import { silenceLimitsMs } from './verb-timeouts.ts';

/** Lines of a failed build that the error carries. */
const evidenceLines = 30;

/**
 * Builds an image with the classic builder: `POST /build`, the context as body.
 * @throws LamboxError `ImageBuildFailed` when a step fails, its last lines as evidence
 */
export async function buildImage(
  connection: DockerConnection,
  context: Readable,
  options: BuildOptions,
  registries: RegistryCredentials,
): Promise<void> {
  const lastLines: string[] = [];
  const onLine = (line: string): void => {
    lastLines.push(line);
    if (lastLines.length > evidenceLines) {
      lastLines.shift();
    }
    options.onProgress?.(line);
  };
  try {
    const registryconfig = await signIns(options.baseImages ?? [], registries);
    const stream = await connection.openStream('buildImage', (docker, abortSignal) =>
      docker.buildImage(context, { ...toBuildQuery(options), registryconfig, abortSignal }),
    );
    await followProgress(stream as Readable, silenceLimitsMs.buildImage, (message) => {
      for (const line of progressLine(message)?.split('\n') ?? []) {
        onLine(line);
      }
    });
  } catch (error) {
    throw error instanceof ProgressFailure ? buildError(error, options, lastLines) : error;
  }
}

function toBuildQuery(options: BuildOptions): Docker.ImageBuildOptions {
  return {
    t: options.reference,
    dockerfile: options.dockerfile,
    // Containers of the steps go in any case: only images may stay.
    rm: true,
    forcerm: true,
    ...(options.arguments && { buildargs: { ...options.arguments } }),
    ...(options.labels && { labels: { ...options.labels } }),
    ...(options.networkMode !== undefined && { networkmode: options.networkMode }),
    ...(options.target !== undefined && { target: options.target }),
    ...(options.platform !== undefined && { platform: options.platform }),
    ...(options.pull === true && { pull: true }),
  };
}

/** By registry, as the Engine API wants them. */
async function signIns(
  baseImages: readonly string[],
  registries: RegistryCredentials,
): Promise<Docker.RegistryConfig> {
  const found: Record<string, RegistrySignIn> = {};
  for (const registry of new Set(baseImages.map(registryOf))) {
    const signIn = await registries.of(registry);
    if (signIn !== null) found[registry] = signIn;
  }
  // In the alphabet for URLs: the engine drops what it cannot decode without a word.
  const base64 = Buffer.from(JSON.stringify(found)).toString('base64');
  const safe = base64.replaceAll('+', '-').replaceAll('/', '_');
  return { base64: safe } as unknown as Docker.RegistryConfig;
}

function buildError(
  failure: ProgressFailure,
  options: BuildOptions,
  lastLines: readonly string[],
): LamboxError {
  const step = lastLines.findLast((line) => /^Step \d+\/\d+ : /.test(line));
  const where = step === undefined ? '' : ` at "${step}"`;
  return new LamboxError(
    'ImageBuildFailed',
    `Building ${options.reference} failed${where}: ${failure.message}`,
    { evidence: { reference: options.reference, lastLines: [...lastLines] }, cause: failure },
  );
}
