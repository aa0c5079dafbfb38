import { createWriteStream } from 'node:fs';
import { chmod, cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { LamboxError } from '../errors.ts';
import { type ProgramRun, runProgram } from './run-program.ts';
import { storageFailure } from './storage-failure.ts';

const suite = 'trixie';
/** For people and for the image's label. */
export const baseOperatingSystem = 'Debian 13';

export interface RootFileSystemOptions {
  /** `images/base`. */
  readonly recipeFolder: string;
  /** The tar to write. */
  readonly file: string;
  readonly onProgress?: ((line: string) => void) | undefined;
}

/**
 * Makes Debian's root file system with the recipe's packages and changes, as a tar. As an ordinary
 * user it needs user namespaces with a range of subordinate ids.
 * @throws LamboxError `ImageBuildFailed` with mmdebstrap's last lines, `StorageFailed`
 */
export async function makeRootFileSystem(options: RootFileSystemOptions): Promise<void> {
  // The hook runs as another user inside a namespace, to whom the checkout may be closed.
  const recipe = await mkdtemp(join(tmpdir(), 'lambox-base-'));
  try {
    await chmod(recipe, 0o755);
    await cp(options.recipeFolder, join(recipe, 'base'), { recursive: true });
    const run = await bootstrap(join(recipe, 'base'), options, []);
    if (run.exitCode === 0) return;
    // Mirrors that are a snapshot of the past have Release files that ran out.
    const expired = run.lastLines.some((line) => /Release file .* (?:is )?expired/.test(line));
    const again = expired
      ? await bootstrap(join(recipe, 'base'), options, ['Acquire::Check-Valid-Until "false"'])
      : run;
    if (again.exitCode !== 0) throw failed(again);
  } finally {
    await rm(recipe, { recursive: true, force: true });
  }
}

async function bootstrap(
  recipe: string,
  options: RootFileSystemOptions,
  aptOptions: readonly string[],
): Promise<ProgramRun> {
  const packages = (await readFile(join(recipe, 'packages'), 'utf8')).trim().split(/\s+/);
  const isRoot = process.getuid?.() === 0;
  try {
    return await runProgram('mmdebstrap', {
      arguments: [
        `--mode=${isRoot ? 'root' : 'unshare'}`,
        '--variant=minbase',
        '--format=tar',
        `--include=${packages.join(',')}`,
        ...['doc', 'man', 'info', 'locale'].map(
          (folder) => `--dpkgopt=path-exclude=/usr/share/${folder}/*`,
        ),
        ...aptOptions.map((option) => `--aptopt=${option}`),
        `--customize-hook='${join(recipe, 'customize').replaceAll("'", "'\\''")}' "$1"`,
        suite,
        '-',
      ],
      output: createWriteStream(options.file),
      onLine: options.onProgress,
    });
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && syscall?.startsWith('spawn')) throw notInstalled(error);
    throw storageFailure(options.file, error);
  }
}

function notInstalled(cause: unknown): LamboxError {
  return new LamboxError(
    'ImageBuildFailed',
    `an image of ${baseOperatingSystem} is made with mmdebstrap, which is not installed`,
    {
      remedy:
        'Install it (sudo apt-get install mmdebstrap), or load the image that AWS publishes ' +
        'into the engine (docker load).',
      cause,
    },
  );
}

function failed(run: ProgramRun): LamboxError {
  const lastLines = run.lastLines;
  const reason = lastLines.find((line) => /^E: /.test(line)) ?? lastLines.at(-1) ?? '';
  const unprivileged = lastLines.some((line) => /unshare|newuidmap|subuid/.test(line));
  return new LamboxError(
    'ImageBuildFailed',
    `mmdebstrap could not make the root file system of ${baseOperatingSystem} ` +
      `(exit code ${run.exitCode}): ${reason}`,
    {
      remedy: unprivileged
        ? 'As an ordinary user it needs the package uidmap and a range in /etc/subuid; or ' +
          'run Lambox once as root.'
        : 'Read the lines above: mostly the Debian mirror cannot be reached.',
      evidence: { lastLines, exitCode: run.exitCode },
    },
  );
}
