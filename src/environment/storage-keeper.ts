import { createInterface } from 'node:readline';
import type { Duplex } from 'node:stream';
import type { ContainerEngine, ContainerSpec, Labels } from '../engine/container-engine.ts';
import { LamboxError } from '../errors.ts';
import type { Shim, ShimMount } from './shim.ts';

/** A block device with an empty file system, on the engine's machine. */
export interface StorageDevice {
  /** `/dev/loop0`. */
  readonly path: string;
  /** It is mounted, or will not be: whoever has it mounted keeps it from then on. */
  release(): void;
}

/** The container that makes them and holds them until they are mounted. */
export interface StorageKeeper {
  /** @throws LamboxError `EnvironmentFailed` with the reason where it cannot be made. */
  prepare(sizeMb: number): Promise<StorageDevice>;
  /** Resolves when it is gone, and with it every device that was not mounted. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

export interface StorageKeeperParts {
  readonly engine: ContainerEngine;
  /** Any image of the engine: nothing of it is run. */
  readonly image: string;
  readonly shim: Shim;
  readonly labels: Labels;
}

const folder = '/var/lambox/storage';
/** An empty file system takes milliseconds; a busy disk may take seconds. */
const prepareTimeoutMs = 20_000;

/** Three Engine calls. Its stdin ends with us, and it with its stdin. */
export async function startStorageKeeper(parts: StorageKeeperParts): Promise<StorageKeeper> {
  const { engine } = parts;
  const shim = await parts.shim.mount(parts.image);
  const id = await engine.createContainer(storageKeeperSpec({ ...parts, shim }));
  try {
    const { stream, stderr } = await engine.attachContainer(id);
    stderr.resume();
    const keeper = converse(stream);
    await engine.startContainer(id);
    return {
      ...keeper,
      async close() {
        stream.end();
        await engine.removeContainer(id);
      },
    };
  } catch (error) {
    await engine.removeContainer(id);
    throw error;
  }
}

type StorageKeeperSpecParts = Pick<StorageKeeperParts, 'image' | 'labels'> & {
  readonly shim: ShimMount;
};

/**
 * No capability but the one that makes nodes for loop devices, which are all it may use; its files
 * are in a volume of its own, because only a real disk can be beneath a loop device.
 */
export function storageKeeperSpec({ image, shim, labels }: StorageKeeperSpecParts): ContainerSpec {
  return {
    image,
    entryPoint: [shim.program, '--storage', folder],
    command: [],
    labels,
    workingDirectory: '/',
    user: '0:0',
    networkMode: 'none',
    binds: shim.binds,
    volumes: shim.volumes,
    anonymousVolumes: [{ target: folder, labels }],
    deviceRules: ['b 7:* rwm', 'c 10:237 rwm'],
    memoryBytes: 64 * 1024 * 1024,
    pidsLimit: 64,
    readOnlyRoot: true,
    capabilities: ['MKNOD'],
    noNewPrivileges: true,
    ipcMode: 'none',
    openStdin: true,
    autoRemove: true,
    logs: 'none',
  };
}

/** One line a request, one line an answer, in the same order (docs/wire.md, "Storage keeper"). */
function converse(stream: Duplex): Omit<StorageKeeper, 'close'> {
  const waiting: ((line: string | null) => void)[] = [];
  const ended = Promise.withResolvers<void>();
  const lines = createInterface({ input: stream });
  lines.on('line', (line) => waiting.shift()?.(line));
  const end = () => {
    for (const answer of waiting.splice(0)) answer(null);
    ended.resolve();
  };
  lines.on('close', end);
  stream.on('error', end);
  const ask = async (request: string): Promise<string> => {
    const answer = Promise.withResolvers<string | null>();
    waiting.push(answer.resolve);
    stream.write(`${request}\n`);
    const timer = setTimeout(() => stream.destroy(), prepareTimeoutMs);
    const line = await answer.promise;
    clearTimeout(timer);
    if (line === null) throw failed('the container that prepares it ended');
    return line;
  };
  return {
    ended: ended.promise,
    async prepare(sizeMb) {
      const line = await ask(`prepare ${sizeMb}`);
      const ready = /^ready \d+ (\/dev\/\S+)$/.exec(line)?.[1];
      if (ready === undefined) throw failed(line.replace(/^failed \S+ /, ''));
      return { path: ready, release: () => void stream.write(`release ${ready}\n`) };
    },
  };
}

function failed(reason: string): LamboxError {
  return new LamboxError('EnvironmentFailed', `no block device for /tmp: ${reason}`, {
    remedy: 'Let the engine run as root on a kernel with loop devices, or set LAMBOX_TMP=tmpfs.',
    evidence: { reason },
  });
}
