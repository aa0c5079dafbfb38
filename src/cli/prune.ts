import path from 'node:path';
import type { Command } from 'commander';
import { askToRemove } from './ask-to-remove.ts';
import type { CommandContext } from './command-context.ts';
import { onEngine } from './on-engine.ts';
import { exitCodes } from './print-error.ts';
import { listPrunable, type Prunable, type PruneScope, removePrunable } from './prunable.ts';

interface PruneFlags {
  readonly all?: boolean;
  readonly images?: boolean;
  readonly cache?: boolean;
  readonly yes?: boolean;
}

const help = `
Shows first what it would remove and asks. Only what carries Lambox's labels or lies in its own
folders is ever looked at. Ordinarily there is nothing: runs clean up behind themselves, and the
next one behind those that were killed. The code that running functions use stays, unless --all.

Exit codes: 0 removed, nothing to remove, or declined; 2 nobody can be asked; 3 platform.

Examples:
  $ lambox prune
  $ lambox prune --yes --images --cache      everything; images are made again when needed
`;

export function addPruneCommand(
  program: Command,
  context: CommandContext,
  finish: (exitCode: number) => void,
): void {
  program
    .command('prune')
    .description('remove what Lambox has made and not taken away')
    .option('--all', 'also what belongs to runs that still go on')
    .option('--images', 'also the images that Lambox has made')
    .option('--cache', 'also the code store and what is known of images')
    .option('-y, --yes', 'do not ask')
    .addHelpText('after', help)
    .action(async (flags: PruneFlags) => {
      await prune(flags, context);
      finish(exitCodes.success);
    });
}

async function prune(flags: PruneFlags, context: CommandContext): Promise<void> {
  const { configuration } = context;
  await onEngine(context, async (engine) => {
    const scope: PruneScope = {
      owners: flags.all === true ? 'all' : 'dead',
      images: flags.images === true,
      cache: flags.cache === true,
    };
    const prunable = await listPrunable(engine, configuration, scope);
    const lines = describePrunable(prunable);
    const remove = () => removePrunable(engine, prunable);
    await askToRemove({ lines, yes: flags.yes === true, remove }, context);
  });
}

function describePrunable(prunable: Prunable): readonly string[] {
  const { leftovers, images, folders } = prunable;
  return [
    ...leftovers.containers.map(({ id, name }) => `container ${name || id}`),
    ...leftovers.volumes.map((volume) => `volume    ${volume}`),
    ...images.map(({ id, references }) => `image     ${references.join(', ') || id}`),
    ...leftovers.folders.map((folder) => `folder    ${folder}`),
    ...folders.map((folder) => `folder    ${folder}${exceptionOf(folder, prunable)}`),
  ];
}

function exceptionOf(folder: string, { code }: Prunable): string {
  const count = code?.used.length ?? 0;
  if (count === 0 || path.basename(folder) !== 'code') return '';
  return count === 1 ? ', but one entry in use' : `, but ${count} entries in use`;
}
