import type { Command } from 'commander';
import type { ImageSummary } from '../../engine/container-engine.ts';
import { listImagesMadeHere, removeImages } from '../../package/images-made-here.ts';
import { askToRemove } from '../ask-to-remove.ts';
import type { CommandContext } from '../command-context.ts';
import { formatBytes } from '../doctor-report.ts';
import { onEngine } from '../on-engine.ts';
import { exitCodes } from '../print-error.ts';

interface PruneFlags {
  readonly all?: boolean;
  readonly yes?: boolean;
}

const help = `
Removes what builds have left: images of older recipes that have lost their names, and the first
stages of builds, which are the engine's cache (the next build takes minutes without them). Shows
them first and asks. Found by Lambox's labels alone; what a container or another image stands on
is kept.

Exit codes: 0 removed, nothing to remove, or declined; 2 nobody can be asked; 3 platform.

Examples:
  $ lambox images prune
  $ lambox images prune --all --yes         also the runtimes' images of today
`;

export function addImagesPruneCommand(
  images: Command,
  context: CommandContext,
  finish: (exitCode: number) => void,
): void {
  images
    .command('prune')
    .description('remove images that Lambox has made and no longer needs')
    .option('--all', 'every image that Lambox has made')
    .option('-y, --yes', 'do not ask')
    .addHelpText('after', help)
    .action(async (flags: PruneFlags) => {
      await prune(flags, context);
      finish(exitCodes.success);
    });
}

async function prune(flags: PruneFlags, context: CommandContext): Promise<void> {
  await onEngine(context, async (engine) => {
    const made = await listImagesMadeHere(engine);
    const images = flags.all === true ? made : made.filter(isNameless);
    const lines = images.map(formatImage);
    const remove = async () => (await removeImages(engine, images)).length;
    await askToRemove({ lines, yes: flags.yes === true, remove }, context);
  });
}

function isNameless({ references }: ImageSummary): boolean {
  return references.length === 0;
}

function formatImage({ id, references, labels, sizeBytes }: ImageSummary): string {
  const name = references.join(', ') || `${id.slice(0, 19)} of ${labels['dev.lambox.image']}`;
  return `image     ${name}, ${formatBytes(sizeBytes)}`;
}
