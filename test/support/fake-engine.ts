import { existsSync, readdirSync } from 'node:fs';
import type { Readable } from 'node:stream';
import type {
  BuildOptions,
  ContainerEngine,
  ContainerExit,
  ContainerId,
  ContainerProgram,
  ContainerSpec,
  CpuQuota,
  DirectoryCopy,
  EngineDescription,
  Labels,
  LoadOptions,
  PullOptions,
} from '../../src/engine/container-engine.ts';
import { LamboxError } from '../../src/errors.ts';
import { FakeContainer, type FakeGuest } from './fake-container.ts';
import { carries, FakeImageStore, type FakeImages } from './fake-image-store.ts';

export type FakeVerb = Exclude<keyof ContainerEngine, 'calls' | 'close'>;

export interface FakeEngineOptions {
  /** Plays what runs in every container. */
  readonly guest: FakeGuest;
  /** Images the engine has, e.g. `{ 'lambox/nodejs:24': {} }`. */
  readonly images?: FakeImages;
  /** Images that can be pulled. */
  readonly registry?: FakeImages;
  readonly description?: Partial<EngineDescription>;
}

/** A container engine in memory for tests without Docker; it passes the contract suite. */
export interface FakeEngine extends ContainerEngine {
  /** Every container that is not removed yet. */
  readonly containers: ReadonlyMap<ContainerId, FakeContainer>;
  /** Makes the next request of a verb fail. */
  failNext(verb: FakeVerb, error: LamboxError): void;
}

const description: EngineDescription = {
  address: 'fake://memory',
  foundBy: 'default socket',
  name: 'docker',
  version: '1.0.0',
  apiVersion: '1.41',
  architecture: 'x86_64',
  operatingSystem: 'Memory',
  cgroupVersion: 1,
  cgroupDriver: 'cgroupfs',
  rootless: false,
  local: true,
  cpuCount: 2,
  memoryBytes: 8 * 1024 ** 3,
  storageDriver: 'memory',
  dataDirectory: '/var/lib/fake-engine',
  runtimes: ['runc'],
};

/** What the verbs share. */
interface FakeState {
  readonly options: FakeEngineOptions;
  readonly images: FakeImageStore;
  readonly containers: Map<ContainerId, FakeContainer>;
  readonly volumes: Map<string, Labels>;
  /** What was copied into which volume. */
  readonly files: Map<string, readonly string[]>;
  readonly listeners: Set<(exit: ContainerExit) => void>;
  /** Every request passes here: counted, asynchronous, and able to fail. */
  request(verb: FakeVerb): Promise<void>;
}

export function createFakeEngine(options: FakeEngineOptions): FakeEngine {
  const calls = new Map<string, number>();
  const failures = new Map<FakeVerb, LamboxError>();
  const state: FakeState = {
    options,
    images: new FakeImageStore(options.images ?? {}, options.registry ?? {}),
    containers: new Map(),
    volumes: new Map(),
    files: new Map(),
    listeners: new Set(),
    async request(verb) {
      calls.set(verb, (calls.get(verb) ?? 0) + 1);
      await new Promise((resolve) => setImmediate(resolve));
      const failure = failures.get(verb);
      failures.delete(verb);
      if (failure !== undefined) {
        throw failure;
      }
    },
  };
  return {
    ...createContainerVerbs(state),
    ...createObservingVerbs(state),
    ...createImageVerbs(state),
    ...createVolumeVerbs(state),
    calls,
    containers: state.containers,
    failNext: (verb, error) => void failures.set(verb, error),
    async describe() {
      return { ...description, ...options.description };
    },
    async close() {
      state.listeners.clear();
    },
  };
}

function createContainerVerbs(state: FakeState) {
  const { containers, images, options, request } = state;
  return {
    async createContainer(spec: ContainerSpec) {
      await request('createContainer');
      checkSpec(spec, images, containers);
      // As in Docker: a container has its image's labels, its own first.
      const labels = { ...images.find(spec.image)?.labels, ...spec.labels };
      const names = (target: string) => state.files.get(volumeAt(spec, target)) ?? [];
      const container = new FakeContainer({ ...spec, labels }, options.guest, names);
      containers.set(container.id, container);
      container.events.once('exit', () => reportExit(state, container));
      return container.id;
    },
    async attachContainer(id: ContainerId) {
      await request('attachContainer');
      return findContainer(state, id).attach();
    },
    async startContainer(id: ContainerId) {
      await request('startContainer');
      findContainer(state, id).start();
    },
    async copyDirectory(id: ContainerId, { source, entries, target }: DirectoryCopy) {
      await request('copyDirectory');
      const { spec } = findContainer(state, id);
      const held = state.files.get(volumeAt(spec, target)) ?? [];
      const files = entries ?? readdirSync(source);
      state.files.set(volumeAt(spec, target), [...held, ...files]);
    },
    async updateContainer(id: ContainerId, cpu: CpuQuota | null) {
      await request('updateContainer');
      findContainer(state, id).cpu = cpu;
    },
    async killContainer(id: ContainerId) {
      await request('killContainer');
      containers.get(id)?.kill();
    },
    async removeContainer(id: ContainerId) {
      await request('removeContainer');
      containers.get(id)?.kill();
      containers.delete(id);
    },
  };
}

function createObservingVerbs(state: FakeState) {
  const { containers, listeners, request } = state;
  return {
    async listContainers(labels: Labels) {
      await request('listContainers');
      return [...containers.values()]
        .filter((container) => carries(container.spec.labels, labels))
        .map((container) => container.summary);
    },
    async waitContainer(id: ContainerId) {
      await request('waitContainer');
      return findContainer(state, id).wait();
    },
    async containerOutput(id: ContainerId) {
      await request('containerOutput');
      return findContainer(state, id).output();
    },
    async containerChanges(id: ContainerId) {
      await request('containerChanges');
      return [...findContainer(state, id).changes];
    },
    async runInContainer(id: ContainerId, { words }: ContainerProgram) {
      await request('runInContainer');
      const beside = await findContainer(state, id).runBeside(words.slice(1));
      const [output, complaint] = [beside.said('stdout'), beside.said('stderr')];
      return { exitCode: beside.exitCode ?? 0, output, complaint };
    },
    async watchExits(listener: (exit: ContainerExit) => void) {
      if (listeners.size === 0) {
        await request('watchExits');
      }
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function createImageVerbs({ images, request }: FakeState) {
  return {
    async inspectImage(reference: string) {
      await request('inspectImage');
      return images.find(reference);
    },
    async pullImage(reference: string, { onProgress }: PullOptions = {}) {
      await request('pullImage');
      const image = images.pull(reference);
      onProgress?.(`Status: Downloaded newer image for ${reference}`);
      return image;
    },
    async importImage(tar: Readable, reference: string, changes: readonly string[]) {
      await request('importImage');
      return images.import(tar, reference, changes);
    },
    async buildImage(context: string | Readable, options: BuildOptions) {
      await request('buildImage');
      return images.build(context, options);
    },
    async loadImage(open: () => Readable, options: LoadOptions) {
      await request('loadImage');
      return images.load(open(), options);
    },
    async listImages(labels: Labels) {
      await request('listImages');
      return images.list(labels);
    },
    async removeImage(reference: string) {
      await request('removeImage');
      images.remove(reference);
    },
  };
}

function createVolumeVerbs({ volumes, request }: FakeState) {
  return {
    async listVolumes(labels: Labels) {
      await request('listVolumes');
      return [...volumes].filter(([, own]) => carries(own, labels)).map(([name]) => name);
    },
    async createVolume(name: string, labels: Labels) {
      await request('createVolume');
      volumes.set(name, labels);
    },
    async removeVolume(name: string) {
      await request('removeVolume');
      volumes.delete(name);
    },
  };
}

function volumeAt(spec: ContainerSpec, target: string): string {
  return spec.volumes?.find((mount) => mount.target === target)?.volume ?? '';
}

function findContainer({ containers }: FakeState, id: ContainerId): FakeContainer {
  const container = containers.get(id);
  if (container === undefined) {
    throw new LamboxError('EngineFailed', `No such container: ${id}.`);
  }
  return container;
}

function reportExit({ containers, listeners }: FakeState, container: FakeContainer): void {
  if (container.spec.autoRemove) {
    containers.delete(container.id);
  }
  if ('dev.lambox.run' in container.spec.labels) {
    for (const listener of [...listeners]) {
      const { id, exitCode, killed } = container;
      listener({ id, exitCode: exitCode ?? 0, killed });
    }
  }
}

/** What an engine refuses at creation. */
function checkSpec(
  spec: ContainerSpec,
  images: FakeImageStore,
  containers: ReadonlyMap<ContainerId, FakeContainer>,
): void {
  if (images.find(spec.image) === null) {
    throw new LamboxError('ImageNotFound', `The engine says: No such image: ${spec.image}.`);
  }
  const missing = (spec.binds ?? []).find(({ source }) => !existsSync(source));
  if (missing !== undefined) {
    throw new LamboxError('EngineFailed', `The bind source does not exist: ${missing.source}.`);
  }
  const taken = [...containers.values()].some(({ spec: { name } }) => name && name === spec.name);
  if (taken) {
    throw new LamboxError('EngineFailed', `The name ${spec.name} is already in use.`);
  }
}
