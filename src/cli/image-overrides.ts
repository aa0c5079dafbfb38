import path from 'node:path';
import { LamboxError } from '../errors.ts';
import type { ImageConfig } from '../lambda/function-configuration.ts';

/** What docker's options say about how an image is started. */
export interface ImageFlags {
  readonly entrypoint?: string;
  readonly workdir?: string;
  readonly volume: readonly string[];
}

/** Where AWS's guide mounts the emulator. */
const emulatorMount = '/aws-lambda';

/**
 * Docker's meaning: `--entrypoint` replaces the image's entry point and drops its command,
 * words behind the image replace its command. An entry point that is AWS's emulator (RIE) is
 * left out, since Lambox takes its place: what stands behind the image is then the entry point.
 * @throws LamboxError `InvalidOption`
 */
export function resolveImageOverrides(
  flags: ImageFlags,
  command: readonly string[],
): Partial<ImageConfig> {
  const { entrypoint, workdir } = flags;
  const emulator = entrypoint !== undefined && isEmulator(entrypoint);
  for (const volume of flags.volume) checkVolume(volume, emulator);
  const workingDirectory = workdir === undefined ? {} : { workingDirectory: absolute(workdir) };
  if (emulator) return { ...emulated(entrypoint, command), ...workingDirectory };
  if (entrypoint !== undefined) {
    const entryPoint = entrypoint === '' ? [] : [entrypoint];
    return { entryPoint, command: [...command], ...workingDirectory };
  }
  return { ...(command.length > 0 && { command: [...command] }), ...workingDirectory };
}

function absolute(workdir: string): string {
  if (path.posix.isAbsolute(workdir)) return workdir;
  throw new LamboxError(
    'InvalidOption',
    `--workdir ${JSON.stringify(workdir)} is not an absolute path of the image`,
    { remedy: 'Begin it with a slash, such as --workdir /var/task.' },
  );
}

function isEmulator(entrypoint: string): boolean {
  return path.posix.basename(entrypoint).startsWith('aws-lambda-rie');
}

function emulated(entrypoint: string, command: readonly string[]): Partial<ImageConfig> {
  if (command.length > 0) return { entryPoint: [...command], command: [] };
  throw new LamboxError(
    'InvalidOption',
    `--entrypoint ${entrypoint} is AWS's emulator, but nothing says what it is to start`,
    { remedy: 'Write IMAGE PROGRAM ARGUMENTS…, or leave --entrypoint out.' },
  );
}

/** A volume that brings the emulator is not needed; any other would not be there on Lambda. */
function checkVolume(volume: string, emulator: boolean): void {
  const target = volume.split(':')[1] ?? volume;
  const isEmulators = path.posix.normalize(target).replace(/\/$/, '') === emulatorMount;
  if (emulator && isEmulators) return;
  throw new LamboxError(
    'InvalidOption',
    `-v ${volume} cannot be mounted: on Lambda a function has its image, read-only, and /tmp, ` +
      'nothing else',
    {
      remedy: isEmulators
        ? 'It is only good with --entrypoint /aws-lambda/aws-lambda-rie; leave both out.'
        : 'Put the files into the image, or fetch them into /tmp.',
    },
  );
}
