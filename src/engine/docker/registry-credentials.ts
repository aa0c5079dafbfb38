import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { LamboxError } from '../../errors.ts';

/** What the Engine API takes for one registry. */
export interface RegistrySignIn {
  readonly username?: string;
  readonly password?: string;
  readonly identitytoken?: string;
  readonly serveraddress: string;
}

/** Who we are at registries, by Docker's own configuration; read anew for every question. */
export interface RegistryCredentials {
  /** The file that is read, for messages. */
  readonly file: string;
  /**
   * @param registry as `registryOf` names it
   * @returns `null` where nothing is configured for it
   * @throws LamboxError `InvalidOption` where the configuration or its helper cannot be used
   */
  of(registry: string): Promise<RegistrySignIn | null>;
}

/** Docker Hub, by the name that Docker's configuration has for it. */
const hub = 'https://index.docker.io/v1/';

interface DockerConfig {
  readonly auths?: Readonly<Record<string, DockerAuth>>;
  readonly credHelpers?: Readonly<Record<string, string>>;
  readonly credsStore?: string;
}

interface DockerAuth {
  readonly auth?: string;
  readonly username?: string;
  readonly password?: string;
  readonly identitytoken?: string;
}

/** The registry of a reference, as Docker's configuration names it. */
export function registryOf(reference: string): string {
  const [first = '', ...rest] = reference.split('/');
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  return isHost && !/^(index\.)?docker\.io$/.test(first) ? first : hub;
}

/** @param configDirectory the docker CLI's, `~/.docker` */
export function createRegistryCredentials(configDirectory: string): RegistryCredentials {
  const file = path.join(configDirectory, 'config.json');
  return {
    file,
    async of(registry) {
      const config = await readConfig(file);
      const helper = config.credHelpers?.[registry] ?? config.credsStore;
      // As the docker CLI: where a helper is named for it, the file's own words do not count.
      return helper ? askHelper(helper, registry) : signInOf(config, registry, file);
    },
  };
}

async function readConfig(file: string): Promise<DockerConfig> {
  const content = await readFile(file, 'utf8').catch(() => '{}');
  try {
    return JSON.parse(content) as DockerConfig;
  } catch (cause) {
    throw new LamboxError('InvalidOption', `${file} is not valid JSON.`, {
      remedy: 'Repair the file: Docker reads its sign-ins from it.',
      cause,
    });
  }
}

function signInOf(
  { auths = {} }: DockerConfig,
  registry: string,
  file: string,
): RegistrySignIn | null {
  const key = Object.keys(auths).find((name) => hostOf(name) === hostOf(registry));
  const found = key === undefined ? undefined : auths[key];
  if (found === undefined) return null;
  const serveraddress = registry;
  if (found.identitytoken) return { identitytoken: found.identitytoken, serveraddress };
  if (!found.auth) {
    const { username, password } = found;
    return username && password ? { username, password, serveraddress } : null;
  }
  const [, username, password] =
    /^([^:]*):([\s\S]*)$/.exec(Buffer.from(found.auth, 'base64').toString()) ?? [];
  if (username !== undefined && password !== undefined) {
    return { username, password: password.replace(/\0+$/, ''), serveraddress };
  }
  throw new LamboxError(
    'InvalidOption',
    `${file} has an "auth" for ${key} that is no user:password`,
    {
      remedy: `Sign in anew: docker login ${hostOf(registry)}`,
    },
  );
}

/** Older files have `https://host/v1/` where newer ones have `host`. */
function hostOf(name: string): string {
  return name.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
}

/** What a helper says when it knows nothing of a registry (docker-credential-helpers). */
const notFound = /credentials not found/i;

async function askHelper(helper: string, registry: string): Promise<RegistrySignIn | null> {
  const program = `docker-credential-${helper}`;
  const { exitCode, stdout, stderr } = await run(program, registry);
  const said = `${stdout}${stderr}`.trim();
  if (exitCode !== 0 && notFound.test(said)) return null;
  const answer = exitCode === 0 ? parseAnswer(stdout) : null;
  if (answer === null) {
    const why = exitCode === 0 ? 'it answered something else than credentials' : said;
    throw helperError(program, registry, why || `exit code ${exitCode}`);
  }
  const { Username: username, Secret: secret } = answer;
  return username === '<token>'
    ? { identitytoken: secret, serveraddress: registry }
    : { username, password: secret, serveraddress: registry };
}

function parseAnswer(stdout: string): { Username: string; Secret: string } | null {
  try {
    const { Username, Secret } = JSON.parse(stdout) as Record<string, unknown>;
    if (typeof Username !== 'string' || typeof Secret !== 'string') return null;
    return { Username, Secret };
  } catch {
    return null;
  }
}

async function run(program: string, registry: string) {
  const child = spawn(program, ['get'], { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = Promise.withResolvers<number | null>();
  child.once('error', (error) => ended.reject(helperError(program, registry, error.message)));
  child.once('close', ended.resolve);
  // A helper may end without having read.
  child.stdin.on('error', () => undefined);
  child.stdin.end(registry);
  const [exitCode, stdout, stderr] = await Promise.all([
    ended.promise,
    text(child.stdout),
    text(child.stderr),
  ]);
  return { exitCode, stdout, stderr };
}

function helperError(program: string, registry: string, why: string): LamboxError {
  return new LamboxError(
    'InvalidOption',
    `the credential helper ${program} gave no sign-in for ${registry}: ${why}`,
    { remedy: `Put ${program} on the PATH and sign in, or take it out of Docker's config.json.` },
  );
}
