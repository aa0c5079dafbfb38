import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { LamboxError } from '../errors.ts';
import { type EngineAddress, type EngineTls, parseEngineAddress } from './engine-address.ts';

/** A context of the docker CLI: a name for an engine's address. */
export interface DockerContext {
  readonly name: string;
  readonly address: EngineAddress;
}

/** The CLI's own name for "no context": the default socket. */
const noContext = 'default';

/** The members of `meta.json` that we read. */
interface ContextMeta {
  readonly Endpoints?: {
    readonly docker?: { readonly Host?: string; readonly SkipTLSVerify?: boolean };
  };
}

/**
 * Reads the context that the docker CLI would use now, `null` when it would use none.
 * @param configDirectory the CLI's folder, `~/.docker`
 * @param chosen `DOCKER_CONTEXT`, which goes before the CLI's own setting
 * @throws LamboxError `InvalidOption` when the context does not exist or its address cannot be used
 */
export async function readDockerContext(
  configDirectory: string,
  chosen: string | null,
): Promise<DockerContext | null> {
  const name = chosen ?? (await readCurrentContext(configDirectory));
  if (name === null || name === '' || name === noContext) {
    return null;
  }
  // The CLI's folders are called by the digest of the context's name.
  const folder = createHash('sha256').update(name).digest('hex');
  const meta = await readJson(path.join(configDirectory, 'contexts', 'meta', folder, 'meta.json'));
  const endpoint = (meta as ContextMeta | null)?.Endpoints?.docker;
  if (!endpoint?.Host) {
    throw new LamboxError(
      'InvalidOption',
      `The docker context "${name}" does not exist in ${configDirectory}.`,
      { remedy: '`docker context ls` lists them; `docker context use default` leaves it.' },
    );
  }
  const tlsDirectory = path.join(configDirectory, 'contexts', 'tls', folder, 'docker');
  const tls = await readEngineTls(tlsDirectory, endpoint.SkipTLSVerify !== true);
  const source = `The address of docker context "${name}"`;
  return { name, address: parseEngineAddress(endpoint.Host, source, tls) };
}

/** Reads `ca.pem`, `cert.pem` and `key.pem` of a folder; `null` when it has none of them. */
export async function readEngineTls(directory: string, verify: boolean): Promise<EngineTls | null> {
  const [ca, certificate, key] = await Promise.all(
    ['ca.pem', 'cert.pem', 'key.pem'].map((name) => readOptional(path.join(directory, name))),
  );
  const found = { ca: ca ?? null, certificate: certificate ?? null, key: key ?? null };
  return Object.values(found).every((file) => file === null) ? null : { ...found, verify };
}

async function readCurrentContext(configDirectory: string): Promise<string | null> {
  const config = await readJson(path.join(configDirectory, 'config.json'));
  const { currentContext } = (config ?? {}) as { currentContext?: unknown };
  return typeof currentContext === 'string' ? currentContext : null;
}

async function readJson(file: string): Promise<unknown> {
  const bytes = await readOptional(file);
  try {
    return bytes === null ? null : JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw new LamboxError('InvalidOption', `${file} is not valid JSON.`, {
      remedy: 'Repair the file, or set DOCKER_HOST, which goes before it.',
      cause,
    });
  }
}

/**
 * A file we may not read says as little as one that is not there: the next way to an engine is
 * tried.
 */
async function readOptional(file: string): Promise<Buffer | null> {
  return readFile(file).catch(() => null);
}
