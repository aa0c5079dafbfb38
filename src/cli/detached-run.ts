import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import type { CommandContext } from './command-context.ts';
import { exitCodes } from './print-error.ts';
import { runsDirectory } from './run-record.ts';
import { untilSignal } from './until-signal.ts';

/**
 * `-d`: the same command in a process of its own, whose output goes to a log file. Returns when
 * that one says that it is ready, or has ended.
 */
export async function runDetached(context: CommandContext): Promise<number> {
  const { configuration, streams, paint } = context;
  const directory = runsDirectory(configuration.runtimeDirectory);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const logFile = path.join(directory, `${randomUUID()}.log`);
  const child = await startChild(context.argv, logFile);
  return untilSignal(context, async ({ owns }) => {
    const ended = await owns(Promise.resolve(endWithUs(child)));
    const outcome = await outcomeOf(child);
    if ('exitCode' in outcome) {
      streams.stderr.write(await readFile(logFile, 'utf8'));
      return outcome.exitCode;
    }
    ended.release();
    streams.stdout.write(`${outcome.name}\n`);
    streams.stderr.write(`${paint.dim(`its output is in ${logFile}`)}\n`);
    return exitCodes.success;
  });
}

async function startChild(argv: readonly string[], logFile: string): Promise<ChildProcess> {
  await using log = await open(logFile, 'w', 0o600);
  const [node = process.execPath, script = '', ...words] = argv;
  const at = words.indexOf('run') + 1;
  const childWords = [...words.slice(0, at), '--detached-child', ...words.slice(at)];
  return spawn(node, [...process.execArgv, script, ...childWords], {
    detached: true,
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
  });
}

type Outcome = { readonly name: string } | { readonly exitCode: number };

function outcomeOf(child: ChildProcess): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve({ name: String(message) }));
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
