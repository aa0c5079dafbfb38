import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { TemporaryDirectory } from './temporary-directory.ts';

const run = promisify(execFile);
const cache = path.resolve(import.meta.dirname, '../../.cache/docker-registry');
const places = ['/usr/bin/docker-registry', path.join(cache, 'usr/bin/docker-registry')];

/** Who may use it. The file has the password as bcrypt has it, which is what the registry reads. */
export const account = { user: 'ada', password: 'right' } as const;
const passwordFile = 'ada:$2b$04$jgfNzyFacAR424.qV8xl1ODEbT6vGaVEcmSgwk72wEVxmnEAMkVEW\n';

/**
 * The program of Debian's package `docker-registry`: installed, or fetched with apt and unpacked
 * into the checkout's cache; `null` where it can be had in neither way.
 */
export async function findRegistryProgram(): Promise<string | null> {
  const present = places.find((place) => existsSync(place));
  if (present !== undefined) return present;
  try {
    await mkdir(cache, { recursive: true });
    const work = await mkdtemp(path.join(cache, 'fetch-'));
    await run('apt-get', ['download', 'docker-registry'], { cwd: work, timeout: 60_000 });
    const [file = ''] = await readdir(work);
    await run('dpkg-deb', ['-x', path.join(work, file), cache]);
    await rm(work, { recursive: true });
  } catch {
    return null;
  }
  return places.find((place) => existsSync(place)) ?? null;
}

/** Debian's registry, listening on the loopback interface and asking for a password. */
export class RealRegistry implements AsyncDisposable {
  readonly port: number;
  readonly #child: ReturnType<typeof spawn>;
  readonly #directory: TemporaryDirectory;

  private constructor(
    port: number,
    child: ReturnType<typeof spawn>,
    directory: TemporaryDirectory,
  ) {
    this.port = port;
    this.#child = child;
    this.#directory = directory;
  }

  static async start(program: string): Promise<RealRegistry> {
    const directory = new TemporaryDirectory();
    directory.write({ users: passwordFile });
    const configuration = {
      version: '0.1',
      log: { level: 'info', formatter: 'json' },
      storage: { filesystem: { rootdirectory: directory.join('blobs') } },
      http: { addr: '127.0.0.1:0' },
      auth: { htpasswd: { realm: 'test', path: directory.join('users') } },
    };
    // JSON is YAML.
    const file = directory.join('configuration.yml');
    await writeFile(file, JSON.stringify(configuration));
    const child = spawn(program, ['serve', file], { stdio: ['ignore', 'ignore', 'pipe'] });
    await once(child, 'spawn');
    for await (const line of createInterface({ input: child.stderr })) {
      const port = /listening on [^"]*:(\d+)/.exec(line)?.[1];
      if (port === undefined) continue;
      child.stderr.resume();
      return new RealRegistry(Number(port), child, directory);
    }
    throw new Error(`${program} ended with ${child.exitCode} before it listened`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#child, 'close');
    this.#child.kill();
    await ended;
    this.#directory[Symbol.dispose]();
  }
}
