import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { EngineDescription, ImageDescription } from '../engine/container-engine.ts';
import { LamboxError } from '../errors.ts';

/** Linux's register of interpreters for foreign programs. */
const register = '/proc/sys/fs/binfmt_misc';
const interpreters = { x86_64: 'qemu-x86_64', arm64: 'qemu-aarch64' } as const;

/**
 * What has to be said of an image that is for another processor than the engine's machine has;
 * `null` where it is for this one.
 * @param folder where the register of interpreters is
 * @throws LamboxError `InvalidOption` where nothing can run it
 */
export async function emulationNotice(
  engine: Pick<EngineDescription, 'architecture' | 'local'>,
  image: Pick<ImageDescription, 'reference' | 'architecture'>,
  folder = register,
): Promise<string | null> {
  const { reference, architecture } = image;
  if (architecture === engine.architecture) return null;
  // Of another machine the register cannot be read; Docker Desktop's has the interpreters.
  if (engine.local && !(await canEmulate(path.join(folder, interpreters[architecture])))) {
    throw cannotRun(engine, image);
  }
  return (
    `${reference} is for ${architecture} and emulated on this ${engine.architecture} machine: ` +
    'its timings are not comparable'
  );
}

/** Enabled, and opened ahead (flag F): a container does not have the interpreter's file. */
async function canEmulate(entry: string): Promise<boolean> {
  const text = await readFile(entry, 'utf8').catch(() => '');
  return /^enabled$/m.test(text) && /^flags:.*F/m.test(text);
}

function cannotRun(
  { architecture: own }: Pick<EngineDescription, 'architecture'>,
  { reference, architecture }: Pick<ImageDescription, 'reference' | 'architecture'>,
): LamboxError {
  const platform = own === 'arm64' ? 'linux/arm64' : 'linux/amd64';
  return new LamboxError(
    'InvalidOption',
    `${reference} is for ${architecture}, and the engine's machine is ${own}, with nothing to ` +
      'emulate the other',
    {
      remedy:
        `Build or pull it for ${platform}, or install emulation ` +
        '(Debian, Ubuntu: apt-get install qemu-user-static).',
      evidence: { reference, architecture, engineArchitecture: own },
    },
  );
}
