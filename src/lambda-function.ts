import type { Environment } from './environment/environment.ts';
import type { FunctionVersion } from './environment/function-version.ts';
import { resolveHostServices } from './environment/host-services.ts';
import { initialization } from './environment/initialization.ts';
import { launchEnvironment } from './environment/launcher.ts';
import { Pool } from './environment/pool.ts';
import { SilentStart } from './environment/silent-start.ts';
import { deployFunction } from './function-deployment.ts';
import {
  checkOptions,
  configurationOf,
  defaults,
  type FunctionOptions,
} from './function-options.ts';
import type { FunctionSurroundings } from './function-surroundings.ts';
import type { Dispatched } from './invocation/answer.ts';
import { createDispatcher } from './invocation/dispatcher.ts';
import type { InvocationResult } from './invocation/invocation-result.ts';
import type { InvokeOptions } from './invocation/invoke-options.ts';
import { loggedFunction } from './invocation/logged-function.ts';
import { serializeEvent } from './invocation/serialize-event.ts';
import type {
  DispatchedStream,
  ResponseStream,
  StreamOptions,
} from './invocation/streamed-answer.ts';
import { tellUnheard } from './invocation/unheard-log.ts';
import { functionArn } from './lambda/arns.ts';
import { cpuQuota } from './lambda/cpu-quota.ts';
import type { FunctionConfiguration } from './lambda/function-configuration.ts';
import { limits } from './lambda/limits.ts';
import type { DeployedPackage } from './package/deployed-package.ts';
import type { Deployment } from './package/deployment.ts';
import type { StartReason } from './timeline/start-kind.ts';

export interface LambdaFunction extends AsyncDisposable {
  readonly configuration: FunctionConfiguration;
  readonly functionArn: string;
  readonly package: DeployedPackage;
  readonly isolation: 'strict' | 'fast';
  /** For another processor than the engine's machine has: its timings are not comparable. */
  readonly emulated: boolean;
  /** What was found out, and why: `index.mjs exports handler`, a Dockerfile. */
  readonly inferred: string | null;
  /** What creating the function cost, in milliseconds. */
  readonly deployment: {
    readonly resolveImageMs: number;
    readonly deployCodeMs: number;
    /** Until a `/tmp` of this size was ready for the first cold start. */
    readonly prepareStorageMs: number;
  };
  /**
   * Sends an event that is serialised to JSON and waits until the environment is idle again.
   * @throws LamboxError `InvalidEvent` for what JSON cannot say, `EventTooLarge`,
   * `ConcurrencyLimit`, `Disposed`, and the platform's faults
   */
  invoke(event: unknown, options?: InvokeOptions): Promise<InvocationResult>;
  /**
   * Sends an event given as JSON bytes; an empty one becomes `{}`. Rejections as `invoke`, plus
   * `InvalidEvent`.
   */
  dispatch(event: Uint8Array, options?: InvokeOptions): Dispatched;
  /**
   * Sends an event as `invoke` does; resolves when the answer begins, its body to be read as the
   * function writes it. What `HttpResponseStream.from` put ahead is `metadata`, not body.
   */
  invokeStream(event: unknown, options?: InvokeOptions): Promise<ResponseStream>;
  /** Sends bytes as `dispatch` does; the answer is read as it comes. */
  dispatchStream(event: Uint8Array, options?: StreamOptions): DispatchedStream;
  /**
   * Deploys the code again. Where it has changed, running events finish on the old one and the next
   * is a cold start with the reason `codeChanged`.
   * @returns whether it has changed
   * @throws LamboxError as `createFunction`; then the old code goes on
   */
  redeploy(): Promise<boolean>;
}

/** Of the CPU quota, which is 1.4 ms for 128 MB: see docs/decisions/0004-cpu-period.md. */
const cpuPeriodUs = 20_000;
/** See `PoolOptions.freezeDelayMs`, and docs/decisions/0001-freeze-a-moment-later.md. */
const freezeDelayMs = 1;
/** About a cold start: see `PoolOptions.settleWaitMs`. */
const settleWaitMs = 250;

/**
 * Deploys first, so that a bad option or a missing image stops everything before a container is
 * made.
 */
export async function createLambdaFunction(
  surroundings: FunctionSurroundings,
  options: FunctionOptions,
): Promise<LambdaFunction> {
  checkOptions(options);
  const deployment = await deployFunction(surroundings, options);
  try {
    return await createDeployedFunction(surroundings, options, deployment);
  } catch (error) {
    await deployment.release();
    throw error;
  }
}

async function createDeployedFunction(
  surroundings: FunctionSurroundings,
  options: FunctionOptions,
  deployment: Deployment,
): Promise<LambdaFunction> {
  const configuration = configurationOf(options, deployment, surroundings.configuration.region);
  const prepareStorageMs = await prepareStorage(surroundings, configuration, deployment.package);
  const serve = (deployed: DeployedPackage, reason: StartReason) =>
    createServing(surroundings, options, { configuration, package: deployed }, reason);
  let serving = serve(deployment.package, 'first');
  // What running events of older code use stays in the store, and goes with the last of them.
  const deployed = new Map([[serving.pool, deployment]]);
  const release = async (pool: Pool) => {
    const gone = deployed.get(pool);
    deployed.delete(pool);
    await gone?.release();
  };
  await provision(serving.pool, options.provisioned ?? 0);
  const dispatch: LambdaFunction['dispatch'] = (event, invokeOptions = {}) =>
    serving.dispatch(event, invokeOptions);
  const dispatchStream: LambdaFunction['dispatchStream'] = (event, streamOptions = {}) =>
    serving.dispatchStream(event, streamOptions);
  return {
    configuration,
    functionArn: functionArn(configuration),
    get package() {
      return serving.package;
    },
    isolation: options.isolation ?? 'strict',
    emulated: configuration.architecture !== surroundings.description.architecture,
    inferred: deployment.inferred,
    deployment: { ...deployment.cost, prepareStorageMs },
    dispatch,
    invoke: async (event, invokeOptions = {}) =>
      dispatch(serializeEvent(event), invokeOptions).settled,
    dispatchStream,
    async invokeStream(event, invokeOptions = {}) {
      const separateMetadata = true;
      const options = { ...invokeOptions, separateMetadata };
      const { head, ...stream } = dispatchStream(serializeEvent(event), options);
      return { ...(await head), ...stream };
    },
    async redeploy() {
      const again = await deployFunction(surroundings, { ...options, ...chosen(configuration) });
      const { pool, package: old } = serving;
      if (isSameCode(again.package, old)) {
        await again.release();
        return false;
      }
      serving = serve(again.package, 'codeChanged');
      deployed.set(serving.pool, again);
      const released = pool.emptied.then(() => release(pool));
      released.catch((error) => surroundings.log.debug({ error }, 'old code is not released'));
      await pool.retire();
      return true;
    },
    async [Symbol.asyncDispose]() {
      const pools = [...deployed.keys()];
      await Promise.all(pools.map((pool) => pool.dispose()));
      await Promise.all(pools.map(release));
    },
  };
}

/** What serves one package of a function. */
interface Serving {
  readonly package: DeployedPackage;
  readonly pool: Pool;
  readonly dispatch: (event: Uint8Array, options: InvokeOptions) => Dispatched;
  readonly dispatchStream: (event: Uint8Array, options: StreamOptions) => DispatchedStream;
}

/** @param firstReason why its first event finds no environment */
function createServing(
  surroundings: FunctionSurroundings,
  options: FunctionOptions,
  deployed: Pick<FunctionVersion, 'configuration' | 'package'>,
  firstReason: StartReason,
): Serving {
  const { clock } = surroundings;
  const { configuration } = deployed;
  const version: FunctionVersion = {
    ...deployed,
    networkMode: options.networkMode ?? defaults.networkMode,
    hostServices: hostServicesOf(options, configuration, deployed.package),
    isolation: options.isolation ?? 'strict',
    keepPeaks: options.reportLimits === true,
  };
  const arn = functionArn(configuration);
  const logged = loggedFunction(version);
  const { onLog } = options;
  const poolOptions = { ...options, firstReason };
  const pool = createPool(surroundings, poolOptions, version, (environment) => {
    if (onLog === undefined) return;
    tellUnheard(environment, { clock, logged, functionArn: arn, listener: onLog });
  });
  const dispatcher = createDispatcher({
    clock,
    pool,
    configuration,
    logged,
    functionArn: arn,
    limitBandwidth: version.isolation === 'strict',
    onLog: onLog ?? null,
    reportLimits: version.keepPeaks ? limitFacts(deployed.package) : null,
  });
  return { package: deployed.package, pool, ...dispatcher };
}

/** What was found out at first stays: a broken edit must not change what the function is. */
function chosen({ runtime, handler }: FunctionConfiguration): Partial<FunctionOptions> {
  return runtime === null ? {} : { runtime, ...(handler !== null && { handler }) };
}

function isSameCode(one: DeployedPackage, other: DeployedPackage): boolean {
  return (
    one.codeSha256 === other.codeSha256 &&
    one.image.id === other.image.id &&
    one.layersDirectory === other.layersDirectory
  );
}

/** Lambda counts code and layers against one limit (row 4.5-16). */
function limitFacts({ codeDirectory, codeSizeBytes, layers }: DeployedPackage) {
  const sum = layers.reduce((bytes, layer) => bytes + layer.sizeBytes, codeSizeBytes);
  return { codeSizeBytes: codeDirectory === null ? null : sum };
}

/** An image's own variables reach the function too. */
function hostServicesOf(
  { hostServices = [], variables = {} }: FunctionOptions,
  { packageType }: FunctionConfiguration,
  { image }: DeployedPackage,
): readonly number[] {
  const own = packageType === 'Image' ? image.environmentVariables : {};
  return resolveHostServices(hostServices, { ...own, ...variables });
}

/** The milliseconds it took. */
async function prepareStorage(
  { clock, storage }: FunctionSurroundings,
  { ephemeralStorageMb }: FunctionConfiguration,
  { image }: DeployedPackage,
): Promise<number> {
  const beganAtMs = clock.monotonicMs();
  await storage.prepare(image.id, ephemeralStorageMb);
  return clock.monotonicMs() - beganAtMs;
}

function createPool(
  { clock, description, launcher, log, onProgress }: FunctionSurroundings,
  options: FunctionOptions & { readonly firstReason: StartReason },
  version: FunctionVersion,
  onEnd: (environment: Environment) => void,
): Pool {
  const { memorySizeMb, packageType } = version.configuration;
  const strict = version.isolation === 'strict';
  const order = {
    version,
    quota: strict ? cpuQuota(memorySizeMb, description.cpuCount, cpuPeriodUs) : null,
    initWindowMs: limits.initTimeoutMs,
    initialization: (environmentId: string) => initialization(version, environmentId, clock),
  };
  // The client of a runtime's own image is known to be there.
  const silentStart = packageType === 'Image' ? new SilentStart(onProgress) : null;
  return new Pool({
    async launch() {
      const launched = await launchEnvironment(launcher, order);
      const { environment, launch } = launched;
      log.debug({ environment: environment.id, launch }, 'environment launched');
      silentStart?.watch(environment);
      void environment.ended.then((reason) => {
        log.debug({ environment: environment.id, reason }, 'environment ended');
        onEnd(environment);
      });
      return launched;
    },
    concurrency: options.concurrency ?? defaults.concurrency,
    standby: options.standby ?? 0,
    firstReason: options.firstReason,
    idleTimeoutMs: (options.idleTimeoutSeconds ?? defaults.idleTimeoutSeconds) * 1000,
    freezeDelayMs: strict ? freezeDelayMs : null,
    settleWaitMs,
  });
}

/** Where a launch fails nothing of the function may stay. */
async function provision(pool: Pool, count: number): Promise<void> {
  try {
    await pool.provision(count);
    await pool.standBy();
  } catch (error) {
    await pool.dispose();
    throw error;
  }
}
