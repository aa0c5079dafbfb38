import { onTestFinished } from 'vitest';
import type { CheckOptions } from '../../src/check/check-options.ts';
import type { CheckReport } from '../../src/check/check-report.ts';
import { type MainParts, main } from '../../src/cli/main.ts';
import { type Configuration, readConfiguration } from '../../src/configuration.ts';
import type { FunctionOptions, LambdaFunction, Sandbox } from '../../src/sandbox.ts';
import { createFakeEngine } from './fake-engine.ts';
import { createMemoryStreams } from './memory-streams.ts';
import { createScriptedFunction, type Script } from './scripted-function.ts';
import { TemporaryDirectory } from './temporary-directory.ts';

export interface CommandLineOptions {
  readonly script?: Script;
  /** What a check finds; without it, nothing. */
  readonly report?: Partial<CheckReport>;
  /** The caller's environment variables. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What stdin holds; `null`: it stays open. */
  readonly stdin?: string | null;
  readonly parts?: MainParts;
}

/** The command line in this process, on a scripted function instead of containers. */
export async function createCommandLine(options: CommandLineOptions = {}) {
  const streams = createMemoryStreams(options.stdin);
  const created: FunctionOptions[] = [];
  const checked: CheckOptions[] = [];
  const exits: number[] = [];
  const signals = new Set<(signal: NodeJS.Signals) => void>();
  const configuration = temporaryConfiguration(options.environment ?? {});
  const lambda = createScriptedFunction(options.script);
  const parts: MainParts = {
    configuration,
    createSandbox: async () => ({
      ...scriptedSandbox(lambda, created),
      check: async (checkOptions) => {
        checked.push(checkOptions);
        return { ...cleanReport, ...options.report };
      },
    }),
    findEngine: async () => createFakeEngine({ guest: async () => 0 }),
    onSignal: (listener) => {
      signals.add(listener);
      return () => signals.delete(listener);
    },
    exit: (code) => exits.push(code),
    announce: () => {},
    ...options.parts,
  };
  return {
    ...streams,
    lambda,
    /** The options of each function that was created. */
    created,
    /** The options of each check. */
    checked,
    exits,
    configuration,
    signal: (name: NodeJS.Signals) => {
      for (const listener of [...signals]) listener(name);
    },
    run: (...words: string[]) => main(['node', 'lambox', ...words], streams, parts),
  };
}

/** Folders of this test's own, removed when it has finished. */
function temporaryConfiguration(environment: Readonly<Record<string, string>>): Configuration {
  const temporary = new TemporaryDirectory();
  onTestFinished(() => temporary[Symbol.dispose]());
  const directory = temporary.path;
  const facts = { homeDirectory: directory, temporaryDirectory: directory, uid: 1_000 };
  const directories = { XDG_CACHE_HOME: `${directory}/cache`, XDG_RUNTIME_DIR: `${directory}/run` };
  return readConfiguration({ ...directories, ...environment }, facts);
}

function scriptedSandbox(
  lambda: LambdaFunction,
  created: FunctionOptions[],
): Omit<Sandbox, 'check'> {
  return {
    engine: scriptedEngine,
    channel: 'socket',
    ephemeralStorage: { kind: 'ext4', reason: null },
    engineCalls: new Map(),
    createFunction: async (functionOptions) => {
      created.push(functionOptions);
      return lambda;
    },
    [Symbol.asyncDispose]: () => lambda[Symbol.asyncDispose](),
  };
}

const cleanReport: CheckReport = {
  function: {
    name: 'hello',
    packageType: 'Zip',
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    architecture: 'x86_64',
    sizeBytes: 1_500_000,
    sizeBytesMax: 262_144_000,
  },
  findings: [],
  notes: [],
  events: ['{}'],
  stateBleed: false,
};

const scriptedEngine: Sandbox['engine'] = {
  address: 'unix:///var/run/docker.sock',
  foundBy: 'default socket',
  name: 'docker',
  version: '20.10.24',
  apiVersion: '1.41',
  architecture: 'x86_64',
  operatingSystem: 'Debian GNU/Linux 12',
  cgroupVersion: 1,
  cgroupDriver: 'cgroupfs',
  rootless: false,
  local: true,
  cpuCount: 2,
  memoryBytes: 8e9,
  storageDriver: 'overlay2',
  dataDirectory: '/var/lib/docker',
  runtimes: ['runc'],
};
