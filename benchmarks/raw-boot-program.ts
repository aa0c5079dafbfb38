import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LamboxError } from '../src/errors.ts';

const run = promisify(execFile);
const source = join(import.meta.dirname, 'raw-boot');

/**
 * Builds the first process of the raw contender, static, for this machine.
 * @returns its path
 * @throws LamboxError `InvalidOption` where there is no Go toolchain
 */
export async function buildRawBoot(cacheDirectory: string): Promise<string> {
  const folder = join(cacheDirectory, 'benchmark');
  const program = join(folder, 'raw-boot');
  await mkdir(folder, { recursive: true });
  const places = [join(cacheDirectory, 'go/bin/go'), '/usr/local/go/bin/go', '/usr/lib/go/bin/go'];
  const go = places.find((place) => existsSync(place)) ?? 'go';
  const options = ['build', '-buildvcs=false', '-trimpath', '-ldflags=-s -w', '-o', program, '.'];
  try {
    const env = { ...process.env, CGO_ENABLED: '0', GOOS: 'linux', GOTOOLCHAIN: 'local' };
    await run(go, options, { cwd: source, env });
  } catch (cause) {
    throw new LamboxError('InvalidOption', `${source} could not be built with ${go}`, {
      remedy: 'Install Go 1.19 or newer, or leave the cold suite out.',
      cause,
    });
  }
  return program;
}
