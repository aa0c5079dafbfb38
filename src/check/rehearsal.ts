import type { FileChange } from '../engine/container-engine.ts';
import { LamboxError } from '../errors.ts';
import type { FunctionOptions } from '../function-options.ts';
import type { InvocationResult } from '../invocation/invocation-result.ts';
import type { LambdaFunction } from '../lambda-function.ts';
import type { FileEntry } from './file-entry.ts';
import { type FolderCopy, relaxContainer } from './relaxed-container.ts';
import { createTrial, type Trial, type TrialContainer, type TrialParts } from './trial.ts';
import { isWithin, type WrittenPath, writtenInFolders, writtenInLayer } from './written-paths.ts';

/** What a function did where nothing was forbidden. */
export interface Rehearsal {
  readonly lambda: LambdaFunction;
  readonly results: readonly InvocationResult[];
  /** Outside `/tmp`. */
  readonly written: readonly WrittenPath[];
  readonly sharedMemory: readonly WrittenPath[];
  /** What the function's user cannot read of its own files. */
  readonly unreadable: readonly FileEntry[];
  /** The container ended with the last event: what was written went with it. */
  readonly lost: boolean;
}

/** How the container was before anything of the function's ran. */
interface Beginning {
  readonly changes: readonly FileChange[];
  readonly entries: readonly FileEntry[];
  readonly unreadable: readonly FileEntry[];
}

const sharedMemory = '/dev/shm';

/** Sends the events to one environment whose container forbids no writing. */
export async function rehearse(
  parts: TrialParts,
  options: FunctionOptions,
  events: readonly Uint8Array[],
): Promise<Rehearsal> {
  let copies: readonly FolderCopy[] = [];
  let beginning: Beginning | null = null;
  // The image is known when the function is there, which is before its first container.
  const known: { trial: Trial | null } = { trial: null };
  const image = () => known.trial?.lambda.package.image;
  const watchedFolders = () => [
    ...copies.map(({ to }) => to),
    ...(image()?.volumes ?? []).filter((volume) => !isWithin(volume, '/tmp')),
    sharedMemory,
  ];
  await using trial = await createTrial(
    parts,
    { ...options, isolation: 'fast' },
    {
      alter(spec) {
        const relaxed = relaxContainer(spec, image()?.volumes ?? []);
        copies = relaxed.copies;
        return relaxed.spec;
      },
      async started(container) {
        for (const { from, to } of copies) await container.copy(from, to);
        beginning = await lookAt(container, watchedFolders(), image()?.workingDirectory ?? '/');
      },
    },
  );
  known.trial = trial;
  const results: InvocationResult[] = [];
  for (const event of events) results.push(await trial.send(event));
  const seen = await lookAfter(trial.container, watchedFolders(), beginning);
  return { lambda: trial.lambda, results, ...seen };
}

async function lookAt(
  container: TrialContainer,
  folders: readonly string[],
  workingDirectory: string,
): Promise<Beginning> {
  // The whole of an image is no function's own.
  const own = workingDirectory === '/' ? [] : [workingDirectory];
  return {
    changes: await container.changes(),
    entries: await container.list(folders, 'root'),
    unreadable: await container.unreadable([...new Set(['/var/task', '/opt', ...own])]),
  };
}

async function lookAfter(
  container: TrialContainer,
  folders: readonly string[],
  beginning: Beginning | null,
): Promise<Omit<Rehearsal, 'lambda' | 'results'>> {
  const unreadable = beginning?.unreadable ?? [];
  const now = await lookAgain(container, folders);
  if (beginning === null || now === null) {
    return { written: [], sharedMemory: [], unreadable, lost: true };
  }
  const { changes, entries } = now;
  const inFolders = writtenInFolders(beginning.entries, entries);
  const inLayer = writtenInLayer(beginning.changes, changes, [...folders, '/tmp']);
  return {
    written: [...inLayer, ...inFolders.filter(({ path }) => !isWithin(path, sharedMemory))],
    sharedMemory: inFolders.filter(({ path }) => isWithin(path, sharedMemory)),
    unreadable,
    lost: false,
  };
}

async function lookAgain(container: TrialContainer, folders: readonly string[]) {
  try {
    return {
      changes: await container.changes(),
      entries: await container.list(folders, 'root'),
    };
  } catch (error) {
    if (error instanceof LamboxError && error.code === 'EngineFailed') return null;
    throw error;
  }
}
