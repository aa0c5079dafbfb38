import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LamboxError } from '../src/errors.ts';

const run = promisify(execFile);

/** AWS publishes its emulator's binary inside this Python package. */
export const rieSource = { package: 'aws-sam-cli', version: '1.170.0' } as const;

/**
 * AWS's Runtime Interface Emulator, downloaded once into the user's cache folder.
 * @returns its path
 * @throws LamboxError `StorageFailed` where it cannot be had
 */
export async function obtainRie(cacheDirectory: string): Promise<string> {
  const folder = join(cacheDirectory, 'benchmark');
  const architecture = process.arch === 'arm64' ? 'arm64' : 'x86_64';
  const program = join(folder, `aws-lambda-rie-${rieSource.version}-${architecture}`);
  if (existsSync(program)) return program;
  await mkdir(folder, { recursive: true });
  const work = await mkdtemp(join(folder, 'rie-'));
  try {
    const wanted = `${rieSource.package}==${rieSource.version}`;
    await run('python3', ['-m', 'pip', 'download', '--no-deps', '--quiet', '-d', work, wanted]);
    const wheel = (await readdir(work)).find((name) => name.endsWith('.whl')) ?? '';
    await run('python3', ['-m', 'zipfile', '-e', join(work, wheel), join(work, 'wheel')]);
    const unpacked = join(work, 'wheel/samcli/local/rapid', `aws-lambda-rie-${architecture}`);
    await chmod(unpacked, 0o755);
    await rename(unpacked, program);
  } catch (cause) {
    throw new LamboxError('StorageFailed', 'AWS’s emulator (RIE) could not be downloaded', {
      remedy: `Put its binary at ${program}, or leave the warm suite out.`,
      cause,
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return program;
}
