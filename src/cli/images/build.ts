import type { Command } from 'commander';
import type { ContainerEngine } from '../../engine/container-engine.ts';
import { LamboxError } from '../../errors.ts';
import type { Runtime } from '../../lambda/runtime.ts';
import { parseRuntime, runtimes } from '../../lambda/runtimes.ts';
import type { BootstrapOptions } from '../../package/bootstrap-image.ts';
import { createImageFlights } from '../../package/image-flights.ts';
import { buildRuntimeImage } from '../../package/runtime-images.ts';
import { systemClock } from '../../timeline/clock.ts';
import type { CommandContext } from '../command-context.ts';
import { formatBytes } from '../doctor-report.ts';
import { formatDocument } from '../format-document.ts';
import { milestones } from '../milestones.ts';
import { onEngine } from '../on-engine.ts';
import { exitCodes, formatError } from '../print-error.ts';

interface BuildFlags {
  readonly all?: boolean;
  readonly json?: boolean;
}

interface Built {
  readonly runtime: string;
  readonly family: string;
  readonly reference: string;
  readonly id: string;
  readonly sizeBytes: number;
  readonly wasCurrent: boolean;
  readonly seconds: number;
}

const help = `
Makes images here: Debian's root file system, the language and AWS's runtime client from their own
package registries. One whose recipe has not changed is left as it is; an interrupted build goes on
where it stopped. Minutes each at the first time, and seconds when nothing has changed.

With --all one that fails does not stop the others, and one that is made of a language which this
machine does not have is said and left out: named, it is a failure. A recipe that was never run
(images list --all says which) is made only when it is named.

Exit codes: 0 all are there, 2 usage, 3 a build failed.

Examples:
  $ lambox images build nodejs24.x
  $ lambox images build java21 ruby3.3
  $ lambox images build --all               every runtime that can be made, minutes a family
`;

export function addImagesBuildCommand(
  images: Command,
  context: CommandContext,
  finish: (exitCode: number) => void,
): void {
  images
    .command('build')
    .description('make the images of runtimes here, without a container registry')
    .argument('[runtime...]', 'such as nodejs24.x')
    .option('--all', 'every runtime for which there is a recipe')
    .option('--json', 'print one JSON document')
    .addHelpText('after', help)
    .action(async (names: readonly string[], flags: BuildFlags) => {
      const wanted = wantedRuntimes(names, flags);
      const outcome = await onEngine(context, (engine) => {
        return buildAll(engine, wanted, { ...context, goOn: flags.all === true });
      });
      const { built, failed, leftOut } = outcome;
      if (leftOut.length > 0) context.streams.stderr.write(formatLeftOut(leftOut));
      context.streams.stdout.write(
        flags.json === true
          ? formatDocument({ images: built, failed, leftOut, families: families(built) })
          : [...built.map(formatBuilt), ...families(built).map(formatFamily)].join(''),
      );
      finish(failed.length === 0 ? exitCodes.success : exitCodes.platform);
    });
}

function wantedRuntimes(names: readonly string[], { all }: BuildFlags): readonly Runtime[] {
  if (all === true && names.length === 0) {
    return runtimes.filter(({ recipe }) => recipe === 'runs');
  }
  if (all !== true && names.length > 0) return names.map(parseRuntime);
  throw new LamboxError('InvalidOption', 'images build takes either runtimes or --all', {
    remedy: 'Name one, such as nodejs24.x, or give --all alone.',
  });
}

interface Outcome {
  readonly built: readonly Built[];
  /** Identifiers of runtimes. */
  readonly failed: readonly string[];
  /** With `--all`: made of a language that this machine does not have. */
  readonly leftOut: readonly LeftOut[];
}

interface LeftOut {
  readonly runtime: string;
  /** `CPython 3.12`. */
  readonly lacks: string;
}

/** One after the other: each uses every processor by itself. */
async function buildAll(
  engine: ContainerEngine,
  wanted: readonly Runtime[],
  context: CommandContext & { readonly goOn: boolean },
): Promise<Outcome> {
  const { streams, paint, goOn } = context;
  const options = bootstrapOptions(context);
  const built: Built[] = [];
  const failed: string[] = [];
  const leftOut: LeftOut[] = [];
  for (const runtime of wanted) {
    try {
      built.push(await buildOne(engine, runtime, options));
    } catch (error) {
      if (!goOn || !(error instanceof LamboxError) || error.code !== 'ImageBuildFailed')
        throw error;
      const { lacks } = error.evidence;
      if (typeof lacks === 'string') {
        leftOut.push({ runtime: runtime.identifier, lacks });
      } else {
        streams.stderr.write(formatError(error, paint));
        failed.push(runtime.identifier);
      }
    }
  }
  return { built, failed, leftOut };
}

function bootstrapOptions(context: CommandContext): BootstrapOptions {
  const { cacheDirectory, certificateFiles, ...languages } = context.configuration;
  const { python, java, ruby, dotnet } = languages;
  const flights = createImageFlights();
  const onProgress = milestones(context);
  return { cacheDirectory, certificateFiles, python, java, ruby, dotnet, flights, onProgress };
}

async function buildOne(
  engine: ContainerEngine,
  runtime: Runtime,
  options: BootstrapOptions,
): Promise<Built> {
  const beganAtMs = systemClock.monotonicMs();
  const { image, wasCurrent } = await buildRuntimeImage(engine, runtime, options);
  const seconds = Math.round(systemClock.monotonicMs() - beganAtMs) / 1000;
  const { identifier, family } = runtime;
  const { reference, id, sizeBytes } = image;
  return { runtime: identifier, family, reference, id, sizeBytes, wasCurrent, seconds };
}

/** A base image that several stand on counts for the first. */
function families(built: readonly Built[]) {
  const names = [...new Set(built.map(({ family }) => family))];
  return names.map((family) => {
    const own = built.filter((image) => image.family === family);
    const seconds = own.reduce((sum, image) => sum + image.seconds, 0);
    return { family, images: own.length, seconds: Math.round(seconds * 1000) / 1000 };
  });
}

function formatBuilt({ runtime, reference, sizeBytes, wasCurrent, seconds }: Built): string {
  const what = wasCurrent ? 'is up to date' : `made in ${duration(seconds)}`;
  return `${runtime.padEnd(16)} ${reference}, ${formatBytes(sizeBytes)}, ${what}\n`;
}

function formatFamily({ family, images, seconds }: ReturnType<typeof families>[number]): string {
  const count = images === 1 ? '1 image' : `${images} images`;
  return `family ${family}: ${count} in ${duration(seconds)}\n`;
}

function formatLeftOut(leftOut: readonly LeftOut[]): string {
  const each = leftOut.map(({ runtime, lacks }) => `${runtime} (${lacks})`);
  return (
    `Left out, for want of a language on this machine that Debian 13 does not have: ` +
    `${each.join(', ')}. lambox images build NAME says where it was looked for, ` +
    'and what to install.\n'
  );
}

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
