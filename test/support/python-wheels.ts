import { spawnSync } from 'node:child_process';
import type { Runtime } from '../../src/lambda/runtime.ts';
import { runProgram } from './lambox-command.ts';

/** A fresh machine has Python and no pip: what needs wheels is skipped there. */
export const hostHasPip = spawnSync('python3', ['-m', 'pip', '--version']).status === 0;

const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64';

/**
 * Puts packages with native code into a function's folder the way docs/runtimes.md says, for the
 * runtime's Python and not for the host's.
 */
export async function installWheels(
  folder: string,
  packages: readonly string[],
  runtime: Pick<Runtime, 'version'>,
): Promise<void> {
  await pip('install', '--no-compile', '--target', folder, ...wheelsOf(runtime), ...packages);
}

/** Fetches the packages' wheels, and those of what they need, as files. */
export async function downloadWheels(
  folder: string,
  packages: readonly string[],
  runtime: Pick<Runtime, 'version'>,
): Promise<void> {
  await pip('download', '--dest', folder, ...wheelsOf(runtime), ...packages);
}

function wheelsOf({ version }: Pick<Runtime, 'version'>): readonly string[] {
  const platforms = ['manylinux2014', 'manylinux_2_28'].flatMap((name) => [
    '--platform',
    `${name}_${machine}`,
  ]);
  const python = ['--python-version', version, '--only-binary', ':all:'];
  // Older pips ask whether a package suits the Python that they themselves run on.
  return [...platforms, ...python, '--ignore-requires-python'];
}

async function pip(...words: readonly string[]): Promise<void> {
  const quiet = ['--quiet', '--disable-pip-version-check'];
  const run = await runProgram('python3', ['-m', 'pip', ...words, ...quiet]);
  if (run.exitCode !== 0) throw new Error(run.stderr);
}
