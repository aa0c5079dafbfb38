import type { Command } from 'commander';
import type { ImageDescription } from '../../engine/container-engine.ts';
import { findRuntime } from '../../lambda/runtimes.ts';
import { awsReference } from '../../package/image-resolver.ts';
import type { CommandContext } from '../command-context.ts';
import { formatDocument } from '../format-document.ts';
import { milestones } from '../milestones.ts';
import { onEngine } from '../on-engine.ts';
import { exitCodes } from '../print-error.ts';

const help = `
Pulls also what the engine has already, so that it is the registry's newest. A runtime stands for
AWS's image of it, by way of LAMBOX_REGISTRY_MIRROR where that is set.

Exit codes: 0 all are there, 2 one cannot be pulled, 3 platform.

Examples:
  $ lambox images pull nodejs24.x python3.13
  $ lambox images pull registry.example.com/team/api:v1
`;

export function addImagesPullCommand(
  images: Command,
  context: CommandContext,
  finish: (exitCode: number) => void,
): void {
  images
    .command('pull')
    .description('pull the images of runtimes, or others')
    .argument('<runtime|image...>', 'a runtime such as nodejs24.x, or an image')
    .option('--json', 'print one JSON document')
    .addHelpText('after', help)
    .action(async (names: readonly string[], flags: { readonly json?: boolean }) => {
      const pulled = await onEngine(context, async (engine) => {
        const images: ImageDescription[] = [];
        for (const name of names) {
          const runtime = findRuntime(name);
          const { configuration } = context;
          const reference = runtime === null ? name : awsReference(runtime, configuration);
          images.push(await engine.pullImage(reference, { onProgress: milestones(context) }));
        }
        return images;
      });
      const documents = pulled.map(({ reference, id, digest, sizeBytes }) => {
        return { reference, id, digest, sizeBytes };
      });
      context.streams.stdout.write(
        flags.json === true
          ? formatDocument({ images: documents })
          : documents.map(({ reference, digest, id }) => `${reference} ${digest ?? id}\n`).join(''),
      );
      finish(exitCodes.success);
    });
}
