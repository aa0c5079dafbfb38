import { execFile, execFileSync } from 'node:child_process';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
const target = `${machine}-unknown-linux-gnu`;
/** Kept between runs: the first takes half a minute of two processors. */
const targetDirectory = path.resolve(import.meta.dirname, '../../.cache/rust');

/** Whether there is a Cargo here; what needs it is skipped elsewhere, and counted. */
export function hasCargo(): boolean {
  try {
    execFileSync('cargo', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/**
 * Builds a program of a folder with a Cargo manifest, with its C library inside, so that it runs in
 * any image.
 * @param name the package's
 */
export async function buildRustProgram(
  sourceDirectory: string,
  name: string,
  output: string,
): Promise<void> {
  await run('cargo', ['build', '--quiet', '--locked', '--target', target], {
    cwd: sourceDirectory,
    env: {
      ...process.env,
      CARGO_TARGET_DIR: targetDirectory,
      RUSTFLAGS: '-C target-feature=+crt-static',
    },
  });
  await copyFile(path.join(targetDirectory, target, 'debug', name), output);
}
