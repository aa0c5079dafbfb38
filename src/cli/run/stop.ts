import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { LamboxError } from '../../errors.ts';
import { isOwnerDead, type Owner, parseOwner } from '../../owner.ts';
import type { CommandContext } from '../command-context.ts';
import { exitCodeOf, exitCodes, formatError } from '../print-error.ts';
import { findRun, listRuns } from './record.ts';

const pollMs = 50;
/** As docker: after that the process is killed. */
const patienceMs = 10_000;

const help = `
Ends the run in good order, as Ctrl-C does, and returns when it has ended; nothing is left.

Exit codes: 0 success, 2 no such run.

Examples:
  $ lambox stop hello-node-9000
  $ lambox stop "$(lambox run -d -p 9000:8080 my-image)"
`;

export function addStopCommand(
  program: Command,
  context: CommandContext,
  finish: (exitCode: number) => void,
): void {
  program
    .command('stop')
    .description('end a lambox run by its name')
    .argument('<name...>', 'as lambox run -d printed it')
    .addHelpText('after', help)
    .action(async (names: readonly string[]) => {
      finish(await stopAll(names, context));
    });
}

/** One that is not there keeps no other from being ended, as with docker. */
async function stopAll(names: readonly string[], context: CommandContext): Promise<number> {
  let exitCode: number = exitCodes.success;
  for (const name of names) {
    try {
      await stop(name, context);
    } catch (error) {
      context.streams.stderr.write(formatError(error, context.paint));
      exitCode = exitCodeOf(error);
    }
  }
  return exitCode;
}

async function stop(name: string, { configuration, streams }: CommandContext): Promise<void> {
  const { runtimeDirectory } = configuration;
  const record = await findRun(runtimeDirectory, name);
  const owner = record === null ? null : parseOwner(record.owner);
  if (owner === null) throw await noSuchRun(name, runtimeDirectory);
  process.kill(owner.pid, 'SIGTERM');
  if (!(await hasEnded(owner))) {
    process.kill(owner.pid, 'SIGKILL');
    await hasEnded(owner);
  }
  streams.stdout.write(`${name}\n`);
}

async function hasEnded(owner: Owner): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += pollMs) {
    if (isOwnerDead(owner)) return true;
    await sleep(pollMs);
  }
  return isOwnerDead(owner);
}

async function noSuchRun(name: string, runtimeDirectory: string): Promise<LamboxError> {
  const names = (await listRuns(runtimeDirectory)).map((run) => run.name);
  const others = names.length === 0 ? 'No run goes on.' : `There are: ${names.join(', ')}.`;
  return new LamboxError('InvalidOption', `no run named ${name} goes on`, { remedy: others });
}
