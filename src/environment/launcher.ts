import { randomBytes } from 'node:crypto';
import type { Duplex, Readable } from 'node:stream';
import type { Channel, ChannelTransport, PreparedChannel } from '../channel/channel.ts';
import type { ContainerEngine, CpuQuota, Labels } from '../engine/container-engine.ts';
import { LamboxError } from '../errors.ts';
import type { Clock } from '../timeline/clock.ts';
import type { ContainerExits } from './container-exits.ts';
import { containerSpec } from './container-spec.ts';
import { Environment } from './environment.ts';
import { createEnvironmentContainer, type EnvironmentContainer } from './environment-container.ts';
import type { EnvironmentParts } from './environment-parts.ts';
import type { EphemeralStorage } from './ephemeral-storage.ts';
import type { FunctionVersion } from './function-version.ts';
import { environmentLabel } from './labels.ts';
import { exitCodeWaitMs, settledWithin } from './settled-within.ts';
import type { Shim } from './shim.ts';
import type { StartGate } from './start-gate.ts';
import type { StorageDevice } from './storage-keeper.ts';

/**
 * From the container's start to the shim's hello. It takes milliseconds; a busy machine may take
 * seconds.
 */
const helloTimeoutMs = 30_000;
/** How much of the shim's distress text is kept. */
const distressCharactersMax = 4_096;

/** What all launches of a sandbox share. */
export interface LauncherParts {
  readonly clock: Clock;
  readonly engine: ContainerEngine;
  readonly transport: ChannelTransport;
  readonly exits: ContainerExits;
  readonly gate: StartGate;
  /** Where the devices for `/tmp` come from. */
  readonly storage: Pick<EphemeralStorage, 'take' | 'mountFailed'>;
  readonly shim: Shim;
  /** On every container: run and owner. */
  readonly labels: Labels;
}

/** What the launches of one function version share. */
export interface LaunchOrder {
  readonly version: FunctionVersion;
  readonly quota: CpuQuota | null;
  readonly initWindowMs: number;
  /**
   * What an environment's processes are told; its log stream's name differs from environment to
   * environment.
   */
  readonly initialization: (environmentId: string) => EnvironmentParts['initialization'];
}

/** A new environment in standby, with the moments of its making on the monotonic clock. */
export interface LaunchedEnvironment {
  readonly environment: Environment;
  readonly launch: {
    readonly beganAtMs: number;
    readonly createdAtMs: number;
    readonly startedAtMs: number;
    readonly connectedAtMs: number;
  };
}

/**
 * Creates, attaches where the transport needs it, starts, and waits for the shim's hello; readiness
 * races with the container's death. What failed halfway is removed. Where the engine cannot mount
 * the device for `/tmp`, it is tried once more without.
 * @throws LamboxError `EnvironmentFailed` with the evidence, and the engine's own.
 */
export async function launchEnvironment(
  parts: LauncherParts,
  order: LaunchOrder,
): Promise<LaunchedEnvironment> {
  return parts.gate.pass(async () => {
    const beganAtMs = parts.clock.monotonicMs();
    const device = await parts.storage.take(order.version.configuration.ephemeralStorageMb);
    try {
      return await launch(parts, order, device, beganAtMs);
    } catch (error) {
      if (device === null || !parts.storage.mountFailed(error)) throw error;
      return launch(parts, order, null, beganAtMs);
    } finally {
      device?.release();
    }
  });
}

async function launch(
  parts: LauncherParts,
  order: LaunchOrder,
  device: StorageDevice | null,
  beganAtMs: number,
): Promise<LaunchedEnvironment> {
  const { clock } = parts;
  const id = randomBytes(16).toString('hex');
  const prepared = await parts.transport.prepare(id);
  let container: EnvironmentContainer | null = null;
  try {
    container = await createContainer(parts, order, id, prepared, device);
    const createdAtMs = clock.monotonicMs();
    const streams = prepared.needsStream ? await parts.engine.attachContainer(container.id) : null;
    const hello = connect(prepared, container, streams);
    // The hello may fail while the start is still under way; the start's own error comes first.
    hello.catch(() => undefined);
    await parts.engine.startContainer(container.id);
    const startedAtMs = clock.monotonicMs();
    const channel = await hello;
    const connectedAtMs = clock.monotonicMs();
    const { initWindowMs } = order;
    const initialization = order.initialization(id);
    return {
      environment: new Environment({
        id,
        clock,
        container,
        channel,
        initialization,
        initWindowMs,
      }),
      launch: { beganAtMs, createdAtMs, startedAtMs, connectedAtMs },
    };
  } catch (error) {
    await (container === null ? prepared.dispose() : container.remove());
    throw error;
  }
}

async function createContainer(
  parts: LauncherParts,
  order: LaunchOrder,
  environmentId: string,
  prepared: PreparedChannel,
  device: StorageDevice | null,
): Promise<EnvironmentContainer> {
  const spec = containerSpec({
    version: order.version,
    labels: { ...parts.labels, [environmentLabel]: environmentId },
    shim: await parts.shim.mount(order.version.package.image.id),
    storageDevice: device?.path ?? null,
    channel: prepared,
  });
  const id = await parts.engine.createContainer(spec);
  return createEnvironmentContainer({
    engine: parts.engine,
    id,
    exits: parts.exits,
    quota: order.quota,
    dispose: () => prepared.dispose(),
  });
}

/** The first of: the shim's hello, the container's end, the time limit. */
async function connect(
  prepared: PreparedChannel,
  container: EnvironmentContainer,
  streams: { readonly stream: Duplex; readonly stderr: Readable } | null,
): Promise<Channel> {
  const distress = collectDistress(streams?.stderr ?? null);
  const giveUp = new AbortController();
  void container.exited.then(() => giveUp.abort());
  const timer = setTimeout(() => giveUp.abort(), helloTimeoutMs);
  try {
    return await prepared.connect(streams?.stream ?? null, giveUp.signal);
  } catch (error) {
    // The channel may end a little before the engine says that the container did.
    if (!(await settledWithin(container.exited, exitCodeWaitMs))) throw error;
    const { exitCode } = await container.exited;
    throw new LamboxError('EnvironmentFailed', `the container ended with exit code ${exitCode}`, {
      cause: error,
      evidence: { exitCode, distress: distress() },
    });
  } finally {
    clearTimeout(timer);
  }
}

function collectDistress(stderr: Readable | null): () => string {
  let text = '';
  stderr?.on('data', (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-distressCharactersMax);
  });
  stderr?.on('error', () => undefined);
  return () => text;
}
