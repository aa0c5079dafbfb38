import { type ChildProcess, spawn } from 'node:child_process';
import { open, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import type { Announcement, CommandContext } from '../command-context.ts';
import { exitCodes } from '../print-error.ts';
import { untilSignal } from '../until-signal.ts';
import { createOwnFolder } from './record.ts';

/**
 * `-d`: the same command in a process of its own, whose output goes to a log file. Returns when
 * that one says that it is ready, or has ended.
 */
export async function runDetached(context: CommandContext): Promise<number> {
  const { configuration, streams, paint } = context;
  const folder = await createOwnFolder(configuration.runtimeDirectory);
  const logFile = path.join(folder, 'output.log');
  await writeFile(logFile, '', { mode: 0o600 });
  // The file moves to the run's own folder; this handle follows it.
  await using output = await open(logFile, 'r');
  const child = await startChild(context.argv, logFile);
  try {
    return await untilSignal(context, async ({ owns }) => {
      const ended = await owns(Promise.resolve(endWithUs(child)));
      const outcome = await outcomeOf(child);
      if ('exitCode' in outcome) {
        streams.stderr.write(await output.readFile('utf8'));
        return outcome.exitCode;
      }
      ended.release();
      streams.stdout.write(`${outcome.name}\n`);
      streams.stderr.write(`${paint.dim(`its output is in ${outcome.log}, until it ends`)}\n`);
      return exitCodes.success;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function startChild(argv: readonly string[], logFile: string): Promise<ChildProcess> {
  await using log = await open(logFile, 'a');
  const [node = process.execPath, script = '', ...words] = argv;
  const at = words.indexOf('run') + 1;
  const childWords = [...words.slice(0, at), '--detached-log', logFile, ...words.slice(at)];
  return spawn(node, [...process.execArgv, '--', script, ...childWords], {
    detached: true,
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
  });
}

type Outcome = Announcement | { readonly exitCode: number };

function outcomeOf(child: ChildProcess): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as Announcement));
    child.once('exit', (code) => resolve({ exitCode: code ?? exitCodes.platform }));
    child.once('error', reject);
  });
}

/** Ends the child when disposed before it was released. */
function endWithUs(child: ChildProcess): AsyncDisposable & { release(): void } {
  let released = false;
  return {
    release: () => {
      released = true;
      child.disconnect();
      child.unref();
    },
    [Symbol.asyncDispose]: async () => {
      if (!released) child.kill('SIGTERM');
    },
  };
}
