import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAttachTransport } from '../src/channel/attach-transport.ts';
import type { Channel, PreparedChannel } from '../src/channel/channel.ts';
import type { FrameOf, GuestFrame } from '../src/channel/frames.ts';
import { createSocketTransport } from '../src/channel/socket-transport.ts';
import { containerSpec } from '../src/environment/container-spec.ts';
import type { FunctionVersion } from '../src/environment/function-version.ts';
import { initialization } from '../src/environment/initialization.ts';
import { runFolderName } from '../src/environment/leftovers.ts';
import { shimMount } from '../src/environment/shim.ts';
import { LamboxError } from '../src/errors.ts';
import { cpuQuota } from '../src/lambda/cpu-quota.ts';
import { currentOwner } from '../src/owner.ts';
import { systemClock } from '../src/timeline/clock.ts';
import type { Workbench } from './workbench.ts';

/** An initialized guest in a real container, spoken to frame by frame, without an environment. */
export interface Guest extends AsyncDisposable {
  readonly channel: Channel;
  /** The next frame of a kind. One wait at a time for each kind. */
  receive<Kind extends GuestFrame['kind']>(kind: Kind): Promise<FrameOf<Kind>>;
  /** Called for every piece of a response. */
  onResponseChunk: (bytes: Uint8Array) => void;
}

const connectTimeoutMs = 30_000;
const cpuPeriodUs = 20_000;

/** As an environment has it: the same container, the same init, the CPU quota behind it. */
export async function createGuest(
  bench: Workbench,
  version: FunctionVersion,
  transportName: 'socket' | 'attach',
): Promise<Guest> {
  const { engine, configuration, description } = bench;
  const id = randomBytes(16).toString('hex');
  const folder = runFolderName(currentOwner(), randomBytes(4).toString('hex'));
  const directory = join(configuration.runtimeDirectory, folder);
  const transport =
    transportName === 'socket' ? createSocketTransport({ directory }) : createAttachTransport();
  const prepared = await transport.prepare(id);
  const container = await engine.createContainer(guestSpec(bench, version, prepared));
  const remove = async () => {
    await engine.removeContainer(container);
    await prepared.dispose();
  };
  try {
    const channel = await connect(bench, prepared, container);
    const guest = converse(channel, remove);
    const initialized = guest.receive('initCompleted');
    const words = initialization(version, id, systemClock);
    channel.send({ kind: 'initialize', ...words, phase: 'init' });
    await initialized;
    const { memorySizeMb } = version.configuration;
    const quota = cpuQuota(memorySizeMb, description.cpuCount, cpuPeriodUs);
    if (quota !== null) await engine.updateContainer(container, quota);
    return guest;
  } catch (error) {
    await remove();
    throw error;
  }
}

function guestSpec(
  { labels, description }: Workbench,
  version: FunctionVersion,
  channel: PreparedChannel,
) {
  const name = `lambox-shim-${description.architecture === 'arm64' ? 'arm64' : 'amd64'}`;
  const shimFile = fileURLToPath(new URL(`../images/shim/bin/${name}`, import.meta.url));
  return containerSpec({
    version,
    labels,
    shim: shimMount(shimFile),
    storageDevice: null,
    channel,
  });
}

async function connect(
  { engine }: Workbench,
  prepared: PreparedChannel,
  container: string,
): Promise<Channel> {
  const streams = prepared.needsStream ? await engine.attachContainer(container) : null;
  streams?.stderr.resume();
  const timeout = AbortSignal.timeout(connectTimeoutMs);
  const channel = prepared.connect(streams?.stream ?? null, timeout);
  channel.catch(() => undefined);
  await engine.startContainer(container);
  return channel;
}

function converse(channel: Channel, remove: () => Promise<void>): Guest {
  const waiting = new Map<GuestFrame['kind'], PromiseWithResolvers<GuestFrame>>();
  const guest: Guest = {
    channel,
    onResponseChunk: () => undefined,
    receive: <Kind extends GuestFrame['kind']>(kind: Kind) => {
      const wait = Promise.withResolvers<GuestFrame>();
      waiting.set(kind, wait);
      return wait.promise as unknown as Promise<FrameOf<Kind>>;
    },
    async [Symbol.asyncDispose]() {
      channel.close();
      await remove();
    },
  };
  channel.onFrame((frame) => {
    if (frame.kind === 'responseChunk') guest.onResponseChunk(frame.bytes);
    waiting.get(frame.kind)?.resolve(frame);
    if (frame.kind === 'processExited') failAll(`the runtime ended: ${frame.message}`);
  });
  const failAll = (message: string) => {
    for (const wait of waiting.values()) wait.reject(new LamboxError('EnvironmentFailed', message));
  };
  void channel.ended.then((error) => failAll(error?.message ?? 'the channel was closed'));
  return guest;
}
