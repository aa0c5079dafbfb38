import type { Readable } from 'node:stream';
import { LamboxError } from '../../errors.ts';
import type { PullOptions } from '../container-engine.ts';
import type { DockerConnection } from './docker-connection.ts';
import { DownloadProgress } from './download-progress.ts';
import { splitImageReference } from './image-reference.ts';
import { followProgress, progressLine } from './progress-stream.ts';
import { type RegistryCredentials, registryOf } from './registry-credentials.ts';
import { silenceLimitsMs, verbTimeoutsMs } from './verb-timeouts.ts';

/** The registry answered: there is no such image, or not for everybody. */
const missing =
  /manifest unknown|manifest for .* not found|not found|does not exist|denied|unauthorized/i;
/** The registry wants to know who asks. */
const wantsSignIn = /unauthorized|authentication required|no basic auth credentials/i;
/** It does not like the answer. */
const refused = /denied|unauthorized|authentication required|no basic auth credentials/i;
/** The registry did not answer. */
const unreachable = new RegExp(
  'no such host|connection refused|network is unreachable|no route to host|timeout|timed out|' +
    'reset by peer|x509|tls:|server misbehaving|EOF|gave no answer',
  'i',
);

/**
 * Lets the engine fetch an image from its registry.
 * @throws LamboxError `ImageNotFound` when the registry has no such image or does not give it to
 * us, `EngineFailed` (evidence `registryUnreachable: true` where that is why) otherwise
 */
export async function pullImage(
  connection: DockerConnection,
  reference: string,
  { onProgress, platform }: PullOptions,
  registries: RegistryCredentials,
): Promise<void> {
  const { repository, tag } = splitImageReference(reference);
  const registry = registryOf(reference);
  const signIn = await registries.of(registry);
  const query = { fromImage: repository, tag, ...(platform !== undefined && { platform }) };
  const download = new DownloadProgress();
  try {
    // The engine begins to answer when it has the manifest, so the verb's time limit is that for
    // connecting.
    const stream = await connection.openStream('pullImage', (docker, abortSignal) =>
      docker.createImage(signIn ?? undefined, { ...query, abortSignal }),
    );
    await followProgress(stream as Readable, silenceLimitsMs.pullImage, (message) => {
      const line = progressLine(message) ?? download.line(message);
      if (line !== null) {
        onProgress?.(line);
      }
    });
  } catch (error) {
    const isRefused = signIn === null ? wantsSignIn : refused;
    if (!isRefused.test(engineWords(error))) throw toPullError(error, reference);
    throw signInError(error, reference, registries.file, signIn !== null);
  }
}

function signInError(
  cause: unknown,
  reference: string,
  file: string,
  signedIn: boolean,
): LamboxError {
  const registry = registryOf(reference);
  const what = signedIn
    ? `did not accept the sign-in of ${file} for ${reference}`
    : `wants a sign-in for ${reference}, and ${file} has none for it`;
  return new LamboxError(
    'ImageNotFound',
    `The registry ${registry} ${what}: ${engineWords(cause)}.`,
    {
      remedy: `Sign in${signedIn ? ' anew' : ''}: docker login ${registry}`,
      evidence: { reference },
      cause,
    },
  );
}

/** Sorts the reasons for which a pull fails. */
export function toPullError(error: unknown, reference: string): unknown {
  if (error instanceof LamboxError && error.code !== 'EngineFailed') {
    return error;
  }
  const reason = engineWords(error);
  if (unreachable.test(reason)) {
    const seconds = verbTimeoutsMs.pullImage / 1000;
    return new LamboxError(
      'EngineFailed',
      `The engine cannot reach the registry of ${reference} (tried up to ${seconds} s): ${reason}.`,
      {
        remedy: "Check the engine's network and proxy, or load the image with `docker load`.",
        evidence: { reference, registryUnreachable: true },
        cause: error,
      },
    );
  }
  if (missing.test(reason)) {
    return new LamboxError('ImageNotFound', `Image ${reference} cannot be pulled: ${reason}.`, {
      remedy: `Check the name; for a private registry: docker login ${registryOf(reference)}`,
      evidence: { reference },
      cause: error,
    });
  }
  return new LamboxError('EngineFailed', `Pulling ${reference} failed: ${reason}.`, {
    evidence: { reference, registryUnreachable: false },
    cause: error,
  });
}

function engineWords(error: unknown): string {
  const { engineMessage } = error instanceof LamboxError ? error.evidence : {};
  const words = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
  return typeof engineMessage === 'string' ? engineMessage : words;
}
