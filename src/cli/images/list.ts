import type { Command } from 'commander';
import { hasRecipe, type Runtime } from '../../lambda/runtime.ts';
import { runtimes } from '../../lambda/runtimes.ts';
import { runtimeClientLabel } from '../../package/image-labels.ts';
import { inspectRuntimeImage, type RuntimeImage } from '../../package/runtime-images.ts';
import type { CommandContext } from '../command-context.ts';
import { formatBytes } from '../doctor-report.ts';
import { formatDocument } from '../format-document.ts';
import { onEngine } from '../on-engine.ts';
import { exitCodes } from '../print-error.ts';

interface ListFlags {
  readonly all?: boolean;
  readonly json?: boolean;
}

const help = `
Lists the runtimes whose image is in the engine or can be made here: the image, its size, what it
is made of. An outdated one was made of an older recipe, and is made anew at its next use.

Exit codes: 0 listed, 3 platform.

Examples:
  $ lambox images list
  $ lambox images list --all                every runtime that Lambda has
  $ lambox images list --json | jq -r '.images[] | select(.state == "present").reference'
`;

export function addImagesListCommand(
  images: Command,
  context: CommandContext,
  finish: (exitCode: number) => void,
): void {
  images
    .command('list')
    .description('say which runtimes have an image, and what it is')
    .option('--all', 'also the runtimes that have none and whose recipe our tests do not run')
    .option('--json', 'print one JSON document')
    .addHelpText('after', help)
    .action(async (flags: ListFlags) => {
      const found = await onEngine(context, (engine) =>
        Promise.all(
          runtimes.map((known) => inspectRuntimeImage(engine, known, context.configuration)),
        ),
      );
      const listed = found.filter(({ state, runtime }) => {
        return flags.all === true || state !== 'absent' || runtime.recipe === 'runs';
      });
      context.streams.stdout.write(
        flags.json === true
          ? formatDocument({ images: listed.map(imageDocument) })
          : listed.map(formatImage).join(''),
      );
      finish(exitCodes.success);
    });
}

function imageDocument({ runtime, state, image, source, operatingSystem }: RuntimeImage) {
  return {
    runtime: runtime.identifier,
    family: runtime.family,
    state,
    reference: image?.reference ?? null,
    id: image?.id ?? null,
    digest: image?.digest ?? null,
    sizeBytes: image?.sizeBytes ?? null,
    source,
    operatingSystem,
    runtimeClient: image?.labels[runtimeClientLabel] ?? null,
    canBeMadeHere: hasRecipe(runtime),
    recipe: runtime.recipe,
    recipeNote: runtime.recipeNote,
    awsImage: runtime.awsImage,
    deprecated: runtime.stage === 'deprecated',
  };
}

function formatImage(found: RuntimeImage): string {
  const { runtime, image } = found;
  const name = image?.reference ?? '-';
  const size = image === null ? '' : formatBytes(image.sizeBytes);
  const columns = [runtime.identifier.padEnd(16), name.padEnd(34), size.padStart(9)];
  return `${columns.join(' ')}  ${describe(found)}\n`;
}

function describe({ runtime, state, image, source, operatingSystem }: RuntimeImage): string {
  if (state === 'outdated') return 'outdated: made of an older recipe';
  if (state === 'absent') return `not yet: ${waysToGet(runtime)}`;
  const origin = source === 'bootstrapped' ? 'made here' : "AWS's or the user's";
  const facts = [origin, operatingSystem, image?.labels[runtimeClientLabel]];
  return facts.filter(Boolean).join(', ');
}

function waysToGet({ recipe, recipeNote }: Runtime): string {
  if (recipe === 'none') return `pulled only; ${recipeNote}`;
  const made = recipeNote === null ? 'pulled or made' : `pulled, or ${recipeNote},`;
  const untested = recipe === 'complete' ? '; recipe complete, not run by our tests' : '';
  return `${made} at the first use${untested}`;
}
