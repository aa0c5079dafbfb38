import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type Random, seededRandom } from '../src/benchmark/statistics/random.ts';
import { type Configuration, readConfiguration } from '../src/configuration.ts';
import type { ContainerEngine, EngineDescription, Labels } from '../src/engine/container-engine.ts';
import { findEngine } from '../src/engine/find-engine.ts';
import type { FunctionVersion } from '../src/environment/function-version.ts';
import { ownerLabel, runLabel } from '../src/environment/labels.ts';
import { currentOwner, formatOwner } from '../src/owner.ts';
import { createSandbox, type FunctionOptions, type Sandbox } from '../src/sandbox.ts';
import { createRawEngine, type RawEngine } from './raw-engine.ts';

/** What every suite works with. */
export interface Workbench extends AsyncDisposable {
  readonly configuration: Configuration;
  readonly sandbox: Sandbox;
  readonly engine: ContainerEngine;
  readonly description: EngineDescription;
  readonly raw: RawEngine;
  /** On everything that is made besides the library: what `lambox prune` finds after a crash. */
  readonly labels: Labels;
  readonly quick: boolean;
  readonly random: Random;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

export interface WorkbenchOptions {
  readonly quick: boolean;
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** The memory sizes of all comparisons: one whole virtual CPU, and the smallest there is. */
export const memorySizesMb = { whole: 1_769, least: 128 } as const;

/** The function that every contender runs. */
export const functionDirectory = join(import.meta.dirname, 'function');

/** @throws LamboxError `EngineUnreachable` */
export async function createWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const configuration = readConfiguration();
  const sandbox = await createSandbox({ configuration, onProgress: options.say });
  const engine = await findEngine(configuration.engine);
  const description = await engine.describe();
  const raw = createRawEngine(description.address);
  return {
    configuration,
    sandbox,
    engine,
    description,
    raw,
    labels: {
      [runLabel]: randomBytes(4).toString('hex'),
      [ownerLabel]: formatOwner(currentOwner()),
    },
    quick: options.quick,
    random: seededRandom(options.seed),
    signal: options.signal,
    say: options.say,
    async [Symbol.asyncDispose]() {
      raw.close();
      await engine.close();
      await sandbox[Symbol.asyncDispose]();
    },
  };
}

/** The measured function at a memory size, as `createFunction` takes it. */
export function functionOptions(memorySizeMb: number): FunctionOptions {
  return {
    code: functionDirectory,
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    functionName: 'benchmark',
    timeoutSeconds: 30,
    memorySizeMb,
  };
}

/** Deploys it, so that image and code are the same for all. No container is made. */
export async function deployVersion(
  { sandbox }: Workbench,
  memorySizeMb: number,
): Promise<FunctionVersion> {
  await using lambda = await sandbox.createFunction(functionOptions(memorySizeMb));
  return {
    configuration: lambda.configuration,
    package: lambda.package,
    hostServices: [],
    networkMode: 'bridge',
    isolation: 'strict',
    keepPeaks: false,
  };
}
