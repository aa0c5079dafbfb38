import type { ContainerEngine, ContainerSpec, FileChange } from '../engine/container-engine.ts';
import { LamboxError } from '../errors.ts';
import type { FunctionOptions } from '../function-options.ts';
import type { FunctionSurroundings } from '../function-surroundings.ts';
import type { InvocationResult } from '../invocation/invocation-result.ts';
import { settledResult } from '../invocation/settled-result.ts';
import { limits } from '../lambda/limits.ts';
import type { LambdaFunction } from '../lambda-function.ts';
import { type FileEntry, parseFileEntries } from './file-entry.ts';

/** Creates a function of the sandbox; it is disposed with it at the latest. */
export type CreateFunction = (
  surroundings: FunctionSurroundings,
  options: FunctionOptions,
) => Promise<LambdaFunction>;

/** What a trial may change and wants to know of the containers that are made for it. */
export interface TrialHooks {
  /** Another container than production would have. */
  readonly alter?: (spec: ContainerSpec) => ContainerSpec;
  /** The container runs; nothing of the function's does yet. */
  readonly started?: (container: TrialContainer) => Promise<void>;
}

/** A look into the container of an environment. */
export interface TrialContainer {
  changes(): Promise<readonly FileChange[]>;
  list(paths: readonly string[], user: TrialUser): Promise<readonly FileEntry[]>;
  /** What the function's user cannot read. */
  unreadable(paths: readonly string[]): Promise<readonly FileEntry[]>;
  copy(from: string, to: string): Promise<void>;
  empty(path: string): Promise<void>;
}

export type TrialUser = 'root' | 'function';

const users = { root: '0:0', function: `${limits.uid}:${limits.gid}` } as const;

/** A function with one environment, whose container can be looked into. */
export interface Trial extends AsyncDisposable {
  readonly lambda: LambdaFunction;
  /** After the first event. */
  readonly container: TrialContainer;
  send(event: Uint8Array): Promise<InvocationResult>;
}

export async function createTrial(
  { surroundings, create }: TrialParts,
  options: FunctionOptions,
  hooks: TrialHooks = {},
): Promise<Trial> {
  const { launcher } = surroundings;
  let current: TrialContainer | null = null;
  const engine = watched(launcher.engine, hooks, (container) => {
    current = container;
  });
  const parts = { ...surroundings, launcher: { ...launcher, engine } };
  const lambda = await create(parts, {
    ...options,
    concurrency: 1,
    provisioned: 0,
    standby: 0,
  });
  return {
    lambda,
    get container() {
      if (current !== null) return current;
      throw new LamboxError('EnvironmentFailed', 'no container was made for the trial yet');
    },
    send: (event) => settledResult(lambda, event),
    [Symbol.asyncDispose]: () => lambda[Symbol.asyncDispose](),
  };
}

export interface TrialParts {
  readonly surroundings: FunctionSurroundings;
  readonly create: CreateFunction;
}

function watched(
  engine: ContainerEngine,
  { alter, started }: TrialHooks,
  onStarted: (container: TrialContainer) => void,
): ContainerEngine {
  let shim = '';
  return {
    ...engine,
    async createContainer(spec) {
      [shim = ''] = spec.entryPoint;
      return engine.createContainer(alter?.(spec) ?? spec);
    },
    async startContainer(id) {
      await engine.startContainer(id);
      const container = trialContainer(engine, id, shim);
      onStarted(container);
      await started?.(container);
    },
  };
}

function trialContainer(engine: ContainerEngine, id: string, shim: string): TrialContainer {
  const files = async (word: string, paths: readonly string[], user: TrialUser) => {
    const words = [shim, '--files', word, ...paths];
    const end = await engine.runInContainer(id, { words, user: users[user] });
    if (end.exitCode === 0) return end.output;
    throw new LamboxError(
      'EnvironmentFailed',
      `the files of a container could not be looked at (${word}): ${end.complaint.trim()}`,
      { evidence: { words, exitCode: end.exitCode } },
    );
  };
  return {
    changes: () => engine.containerChanges(id),
    list: async (paths, user) => parseFileEntries(await files('list', paths, user)),
    unreadable: async (paths) => parseFileEntries(await files('unreadable', paths, 'function')),
    copy: async (from, to) => void (await files('copy', [from, to], 'root')),
    empty: async (path) => void (await files('empty', [path], 'function')),
  };
}
