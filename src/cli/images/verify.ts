import type { Command } from 'commander';
import type { ContainerEngine } from '../../engine/container-engine.ts';
import { LamboxError } from '../../errors.ts';
import {
  type ImageLock,
  imageMoves,
  type LockedImage,
  lockedImage,
  readImageLock,
  writeImageLock,
} from '../../package/image-lock.ts';
import { findNamedImage } from '../../package/runtime-images.ts';
import type { CommandContext } from '../command-context.ts';
import { formatDocument } from '../format-document.ts';
import { onEngine } from '../on-engine.ts';
import { exitCodes } from '../print-error.ts';

interface VerifyFlags {
  readonly update?: boolean;
  readonly json?: boolean;
}

interface Verified {
  readonly name: string;
  readonly locked: LockedImage | null;
  readonly now: LockedImage | null;
  readonly moves: readonly string[];
}

const help = `
lambox.lock.json in the directory where the command is given (or the file LAMBOX_LOCK_FILE) holds
for each runtime or image its digest, the runtime client's version and the operating system. It is
meant to be committed. A deploy on an image that is another says so and goes on.
The digest is that of the registry's manifest; of an image made here it is its recipe's, which is
alike on every machine of one architecture.

Exit codes: 0 all as written, 1 something has moved, 2 usage or no such file, 3 platform.

Examples:
  $ lambox images verify                            all that the file has
  $ lambox images verify --update nodejs24.x        write down what the engine has
  $ lambox images verify --update                   write down anew what the file has
`;

export function addImagesVerifyCommand(
  images: Command,
  context: CommandContext,
  finish: (exitCode: number) => void,
): void {
  images
    .command('verify')
    .description('say which images are no longer as the lock file has them')
    .argument('[runtime|image...]', 'these alone')
    .option('--update', 'write down what the engine has')
    .option('--json', 'print one JSON document')
    .addHelpText('after', help)
    .action(async (names: readonly string[], flags: VerifyFlags) => {
      finish(await onEngine(context, (engine) => verify(engine, names, flags, context)));
    });
}

async function verify(
  engine: ContainerEngine,
  names: readonly string[],
  flags: VerifyFlags,
  context: CommandContext,
): Promise<number> {
  const { configuration, streams } = context;
  const { lockFile } = configuration;
  const lock = await readImageLock(lockFile);
  const wanted = names.length > 0 ? names : Object.keys(lock ?? {});
  if (wanted.length === 0) throw nothingLocked(lockFile);
  const verified: Verified[] = [];
  for (const name of wanted) {
    const image = await findNamedImage(engine, name, configuration);
    verified.push(compare(name, lock?.[name] ?? null, image && lockedImage(image)));
  }
  if (flags.update === true) await update(lockFile, lock ?? {}, verified);
  streams.stdout.write(
    flags.json === true
      ? formatDocument({ lockFile, images: verified })
      : verified.map((image) => formatVerified(image, flags)).join(''),
  );
  const moved = flags.update !== true && verified.some(({ moves }) => moves.length > 0);
  return moved ? exitCodes.moved : exitCodes.success;
}

function compare(name: string, locked: LockedImage | null, now: LockedImage | null): Verified {
  const moves = locked === null ? ['is not in the lock file'] : imageMoves(locked, now);
  return { name, locked, now, moves };
}

async function update(file: string, lock: ImageLock, verified: readonly Verified[]): Promise<void> {
  const entries = verified.map(({ name, now }) => {
    if (now !== null) return [name, now] as const;
    throw new LamboxError('ImageNotFound', `the engine has no image for ${name} to write down`, {
      remedy: `Get it first: lambox images pull ${name}, or lambox images build ${name}.`,
    });
  });
  await writeImageLock(file, { ...lock, ...Object.fromEntries(entries) });
}

function formatVerified({ name, moves, now }: Verified, { update: updated }: VerifyFlags): string {
  if (moves.length === 0) return `${name} is as locked: ${now?.digest}\n`;
  if (updated === true) return `${name} is written down: ${now?.digest}\n`;
  return `${name} has moved\n${moves.map((move) => `  ${move}\n`).join('')}`;
}

function nothingLocked(file: string): LamboxError {
  return new LamboxError('InvalidOption', `${file} is not there or holds no image`, {
    remedy: 'Write it: lambox images verify --update nodejs24.x (or another runtime or image).',
    evidence: { file },
  });
}
