import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { addImagesBuildCommand } from './build.ts';
import { addImagesListCommand } from './list.ts';
import { addImagesPruneCommand } from './prune.ts';
import { addImagesPullCommand } from './pull.ts';
import { addImagesVerifyCommand } from './verify.ts';

const help = `
A function from a directory runs on its runtime's image: AWS's where the engine has it or can pull
it, else one made here of Debian's packages and AWS's own runtime client. That happens by itself at
the first use; these commands do it ahead, look at it and undo it.

Exit codes: 0 done, 1 an image has moved (verify), 2 usage, 3 platform.

Examples:
  $ lambox images list
  $ lambox images build nodejs24.x
  $ lambox images verify --update nodejs24.x && git add lambox.lock.json
`;

export function addImagesCommand(
  program: Command,
  context: CommandContext,
  finish: (exitCode: number) => void,
): void {
  const images = program
    .command('images')
    .description('the images of the runtimes: list, pull, build, verify, prune')
    .addHelpText('after', help);
  addImagesListCommand(images, context, finish);
  addImagesPullCommand(images, context, finish);
  addImagesBuildCommand(images, context, finish);
  addImagesVerifyCommand(images, context, finish);
  addImagesPruneCommand(images, context, finish);
}
