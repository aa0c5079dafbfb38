import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createAttachTransport } from './channel/attach-transport.ts';
import { createSocketTransport } from './channel/socket-transport.ts';
import { checkFunction } from './check/check.ts';
import type { CheckOptions } from './check/check-options.ts';
import type { CheckReport } from './check/check-report.ts';
import type { CreateFunction } from './check/trial.ts';
import { type Configuration, readConfiguration } from './configuration.ts';
import type { ContainerEngine, EngineDescription } from './engine/container-engine.ts';
import { findEngine } from './engine/find-engine.ts';
import { createContainerExits } from './environment/container-exits.ts';
import { chooseWays } from './environment/engine-ways.ts';
import { EphemeralStorage, type StorageState } from './environment/ephemeral-storage.ts';
import { ownerLabel, runLabel } from './environment/labels.ts';
import { listLeftovers, removeLeftovers, runFolderName } from './environment/leftovers.ts';
import { mountedShim, travellingShim } from './environment/shim.ts';
import { shimFile } from './environment/shim-file.ts';
import { StartGate } from './environment/start-gate.ts';
import type { FunctionOptions } from './function-options.ts';
import type { FunctionSurroundings } from './function-surroundings.ts';
import { createLambdaFunction, type LambdaFunction } from './lambda-function.ts';
import { createLogger, type Logger } from './log.ts';
import { currentOwner, formatOwner } from './owner.ts';
import { createImageFlights } from './package/image-flights.ts';
import { systemClock } from './timeline/clock.ts';

export type { FunctionOptions } from './function-options.ts';
export type { LambdaFunction } from './lambda-function.ts';

export interface SandboxOptions {
  /** What `readConfiguration()` gives; read from the environment when absent. */
  readonly configuration?: Configuration;
  /** Told about long work: one line a step of pulling or building an image. */
  readonly onProgress?: (line: string) => void;
}

/** One engine, its leftovers cleaned, ready to run functions. */
export interface Sandbox extends AsyncDisposable {
  readonly engine: EngineDescription;
  readonly channel: 'socket' | 'attach';
  /** What `/tmp` of the environments is; known when the first function is there. */
  readonly ephemeralStorage: StorageState;
  /** Engine requests so far, by verb: for tests that count. */
  readonly engineCalls: ReadonlyMap<string, number>;
  /**
   * Resolves the image, deploys the code and, where asked, starts environments.
   * @throws LamboxError `InvalidOption`, `InvalidCode`, `UnknownRuntime`, `ImageNotFound`,
   * `ImageBuildFailed`, `StorageFailed`
   */
  createFunction(options: FunctionOptions): Promise<LambdaFunction>;
  /**
   * Looks for what works here and will not on Lambda, and for what one event leaves for the next:
   * `lambox check`.
   * @throws LamboxError as `createFunction` and `invoke` do
   */
  check(options: CheckOptions): Promise<CheckReport>;
}

/** Starts at once, in multiples of the engine's cores: more only makes each start slower. */
const startsPerCore = 3;

/**
 * Finds the engine, decides how to talk to shims, and removes what dead processes of ours have
 * left.
 * @throws LamboxError `EngineUnreachable`, `InvalidOption`
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const configuration = options.configuration ?? readConfiguration();
  const engine = await findEngine(configuration.engine);
  try {
    return await createSandboxOn(engine, configuration, options.onProgress ?? (() => undefined));
  } catch (error) {
    await engine.close();
    throw error;
  }
}

async function createSandboxOn(
  engine: ContainerEngine,
  configuration: Configuration,
  onProgress: (line: string) => void,
): Promise<Sandbox> {
  const log = createLogger(configuration.logLevel);
  const description = await engine.describe();
  const owner = currentOwner();
  const runId = randomBytes(4).toString('hex');
  const directory = join(configuration.runtimeDirectory, runFolderName(owner, runId));
  const { seesFiles, channel } = chooseWays(configuration, description);
  log.debug({ engine: description, channel, runId }, 'sandbox');
  const exits = await createContainerExits(engine);
  const cleaning = cleanUp(engine, configuration.runtimeDirectory, log);
  const functions = new Set<LambdaFunction>();
  const file = shimFile(description.architecture);
  const shim = seesFiles ? mountedShim(file) : travellingShim(engine, file);
  const labels = { [runLabel]: runId, [ownerLabel]: formatOwner(owner) };
  const storage = new EphemeralStorage({
    engine,
    shim,
    labels,
    wanted: configuration.ephemeralStorage,
    onRefused: (reason) => onProgress(`/tmp counts as memory here: ${reason}`),
  });
  const surroundings: FunctionSurroundings = {
    configuration,
    engine,
    description,
    seesFiles,
    clock: systemClock,
    log,
    onProgress,
    storage,
    flights: createImageFlights(),
    launcher: {
      clock: systemClock,
      engine,
      exits,
      transport:
        channel === 'socket' ? createSocketTransport({ directory }) : createAttachTransport(),
      gate: new StartGate(startsPerCore * description.cpuCount),
      storage,
      shim,
      labels,
    },
  };
  const create: CreateFunction = async (parts, functionOptions) => {
    const lambda = await createLambdaFunction(parts, functionOptions);
    functions.add(lambda);
    return lambda;
  };
  return {
    engine: description,
    channel,
    get ephemeralStorage() {
      return storage.state;
    },
    engineCalls: engine.calls,
    createFunction: (functionOptions) => create(surroundings, functionOptions),
    check: (checkOptions) => checkFunction({ surroundings, create }, checkOptions),
    async [Symbol.asyncDispose]() {
      await Promise.all([...functions].map((lambda) => lambda[Symbol.asyncDispose]()));
      await Promise.all([storage.close(), cleaning]);
      exits.close();
      await rm(directory, { recursive: true, force: true });
      await engine.close();
    },
  };
}

/**
 * Leftovers must not keep anybody from working: what cannot be removed now stays for the next time.
 */
async function cleanUp(
  engine: ContainerEngine,
  runtimeDirectory: string,
  log: Logger,
): Promise<void> {
  try {
    const leftovers = await listLeftovers({ engine, runtimeDirectory, owners: 'dead' });
    await removeLeftovers(engine, leftovers);
    log.debug(leftovers, 'removed what dead processes had left');
  } catch (error) {
    log.warn({ err: error }, 'what dead processes have left could not be removed');
  }
}
