import { settledWithin } from '../environment/settled-within.ts';
import { LamboxError } from '../errors.ts';
import type { CommandContext } from './command-context.ts';

/** What a shell says of a process that a signal ended. */
const signalExitCodes: Partial<Record<NodeJS.Signals, number>> = { SIGINT: 130, SIGTERM: 143 };

/** How long work that a signal has interrupted may keep the process alive. */
const graceMs = 1_000;

export interface Interruptible {
  /** Takes charge of something as soon as it is there. */
  readonly owns: <T extends AsyncDisposable>(thing: Promise<T>) => Promise<T>;
  /** Resolves at the first signal. */
  readonly signalled: Promise<void>;
}

/**
 * Does work that a signal may end early: what the work owns is then disposed, so that its open
 * calls are rejected, and nobody waits for the work. A second signal ends the process. Disposes in
 * any case, in the reverse order of `owns`.
 * @param endedBySignal the exit code after a signal; as shells have it when absent
 */
export async function untilSignal(
  context: Pick<CommandContext, 'onSignal' | 'exit'>,
  work: (interruptible: Interruptible) => Promise<number>,
  endedBySignal?: number,
): Promise<number> {
  const owned: AsyncDisposable[] = [];
  const coming = new Set<Promise<unknown>>();
  const { promise, resolve } = Promise.withResolvers<number>();
  let signalled = false;
  const stop = context.onSignal((signal) => {
    const exitCode = signalExitCodes[signal] ?? 1;
    if (signalled) return context.exit(exitCode);
    signalled = true;
    resolve(endedBySignal ?? exitCode);
  });
  const take = async <T extends AsyncDisposable>(promised: Promise<T>): Promise<T> => {
    const thing = await promised;
    if (!signalled) {
      owned.push(thing);
      return thing;
    }
    await thing[Symbol.asyncDispose]();
    throw new LamboxError('Disposed', 'a signal came before it was used');
  };
  const owns: Interruptible['owns'] = (promised) => {
    const taken = take(promised);
    coming.add(taken);
    const gone = () => coming.delete(taken);
    taken.then(gone, gone);
    return taken;
  };
  try {
    return await Promise.race([promise, work({ owns, signalled: promise.then(() => {}) })]);
  } finally {
    for (const thing of owned.toReversed()) await thing[Symbol.asyncDispose]();
    // What is just coming is disposed as it comes, unless that takes long.
    await settledWithin(Promise.allSettled(coming), graceMs);
    stop();
    if (signalled) exitSoon(await promise, context);
  }
}

/** Only if something else keeps the process alive, such as an image that is still being built. */
function exitSoon(exitCode: number, { exit }: Pick<CommandContext, 'exit'>): void {
  setTimeout(() => exit(exitCode), graceMs).unref();
}
