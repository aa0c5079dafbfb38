import type { Duplex, Readable } from 'node:stream';

/**
 * The container engine behind our port, in our words. Every verb has its own timeout inside the
 * adapter, fails with a `LamboxError` (`EngineUnreachable`, `EngineFailed`, `ImageNotFound`, …) and
 * is idempotent where it ends things. `test/contract/container-engine.ts` says in tests what every
 * engine must do.
 */
export interface ContainerEngine {
  /** What the engine is, read once and kept. */
  describe(): Promise<EngineDescription>;

  createContainer(spec: ContainerSpec): Promise<ContainerId>;
  /**
   * The container's stdin and stdout as one stream, its stderr beside it. Before
   * `startContainer`. Both must be read (or `resume()`d): the container waits for the slower one.
   */
  attachContainer(id: ContainerId): Promise<AttachedStreams>;
  startContainer(id: ContainerId): Promise<void>;
  /**
   * Copies what is in a directory of this machine into one of a container that was not started: a
   * mounted volume. Everything becomes root's; modes stay.
   */
  copyDirectory(id: ContainerId, copy: DirectoryCopy): Promise<void>;
  /** Changes the CPU quota of a running container; `null` lifts it. */
  updateContainer(id: ContainerId, cpu: CpuQuota | null): Promise<void>;
  /** SIGKILL. Succeeds when the container has already ended or is gone. */
  killContainer(id: ContainerId): Promise<void>;
  /** Removes with anonymous volumes, running or not. Succeeds when it is already gone. */
  removeContainer(id: ContainerId): Promise<void>;
  /** Containers, in any state, that carry all the labels. */
  listContainers(labels: Labels): Promise<readonly ContainerSummary[]>;
  /**
   * Waits for the container to end (for helpers that run to completion). Resolves with the exit
   * code. After `startContainer`, and not for containers that are removed automatically.
   */
  waitContainer(id: ContainerId): Promise<number>;
  /** What the container has written to stdout and stderr so far (needs a log driver). */
  containerOutput(id: ContainerId): Promise<string>;
  /**
   * What differs from the image in the container's own layer, in any state. What is mounted is no
   * part of it; that a folder was made to mount something is.
   */
  containerChanges(id: ContainerId): Promise<readonly FileChange[]>;
  /** Runs a program beside those of a running container, to its end. */
  runInContainer(id: ContainerId, program: ContainerProgram): Promise<ProgramEnd>;
  /**
   * Calls back for each container with the label `dev.lambox.run` that ends, of whichever run; one
   * event stream serves all. Returns a function that stops it.
   */
  watchExits(listener: (exit: ContainerExit) => void): Promise<() => void>;

  /** `null` when the engine has no such image. */
  inspectImage(reference: string): Promise<ImageDescription | null>;
  /** Signs in with what Docker's own configuration has for the registry. */
  pullImage(reference: string, options?: PullOptions): Promise<ImageDescription>;
  /** Makes an image from a tar of a root file system. */
  importImage(
    tar: Readable,
    reference: string,
    changes: readonly string[],
  ): Promise<ImageDescription>;
  /**
   * Builds with the classic builder. `context` is a directory, whose `.dockerignore` is honoured,
   * or a tar.
   */
  buildImage(context: string | Readable, options: BuildOptions): Promise<ImageDescription>;
  /**
   * Loads the one image of an archive (`docker save`, or an OCI layout; gzip or not) under the
   * reference, and under no other name. `open` gives its bytes from the beginning, twice.
   */
  loadImage(open: () => Readable, options: LoadOptions): Promise<ImageDescription>;
  listImages(labels: Labels): Promise<readonly ImageSummary[]>;
  removeImage(reference: string): Promise<void>;

  listVolumes(labels: Labels): Promise<readonly string[]>;
  createVolume(name: string, labels: Labels): Promise<void>;
  removeVolume(name: string): Promise<void>;

  /** Requests made so far by verb: `{ createContainer: 1, … }`. For tests that count. */
  readonly calls: ReadonlyMap<string, number>;
  /** Closes event streams and idle connections. */
  close(): Promise<void>;
}

export type ContainerId = string;
export type Labels = Readonly<Record<string, string>>;
export type Architecture = 'x86_64' | 'arm64';

export interface EngineDescription {
  /** Where it was found, e.g. `unix:///var/run/docker.sock`. */
  readonly address: string;
  /**
   * Which way it was found: `DOCKER_HOST`, `docker context "default"`, `default socket`,
   * `rootless socket`, `Docker Desktop socket`, `Podman socket`.
   */
  readonly foundBy: string;
  readonly name: 'docker' | 'podman';
  readonly version: string;
  readonly apiVersion: string;
  readonly architecture: Architecture;
  readonly operatingSystem: string;
  readonly cgroupVersion: 1 | 2;
  readonly cgroupDriver: string;
  readonly rootless: boolean;
  /** Whether it runs on this machine and sees our files. */
  readonly local: boolean;
  readonly cpuCount: number;
  readonly memoryBytes: number;
  readonly storageDriver: string;
  /** Where it keeps images and containers, on its own machine. */
  readonly dataDirectory: string;
  readonly runtimes: readonly string[];
}

export interface CpuQuota {
  readonly quotaUs: number;
  readonly periodUs: number;
}

export interface BindMount {
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

export interface DirectoryCopy {
  readonly source: string;
  /** Only these paths below it; without: all of it. */
  readonly entries?: readonly string[];
  readonly target: string;
}

export interface VolumeMount {
  readonly volume: string;
  readonly target: string;
  readonly readOnly: boolean;
  /** An empty one stays so; without it the engine fills it with what the image has there. */
  readonly noCopy?: boolean;
}

/** A volume without a name, made with the container and removed with it. */
export interface AnonymousVolume {
  readonly target: string;
  readonly labels: Labels;
  /** A file system on a block device of the engine's machine; absent: an empty folder. */
  readonly device?: {
    /** `/dev/loop0`. */
    readonly path: string;
    readonly fileSystem: string;
    /** As mount(8) has them: `nosuid,nodev`. */
    readonly options: string;
  };
}

export interface ContainerSpec {
  readonly name?: string;
  readonly image: string;
  readonly entryPoint: readonly string[];
  readonly command?: readonly string[];
  readonly labels: Labels;
  /** The container's own variables (`NAME=value`): only for helpers. */
  readonly environmentVariables?: readonly string[];
  readonly workingDirectory?: string;
  readonly user?: string;
  readonly networkMode: string;
  readonly extraHosts?: readonly string[];
  readonly binds?: readonly BindMount[];
  readonly volumes?: readonly VolumeMount[];
  readonly anonymousVolumes?: readonly AnonymousVolume[];
  /** Devices it may use beside the usual ones, as a cgroup's rules: `b 7:* rwm`. */
  readonly deviceRules?: readonly string[];
  /** Target → mount options, e.g. `{ '/tmp': 'rw,exec,mode=1777,size=512m' }`. */
  readonly tmpfs?: Readonly<Record<string, string>>;
  readonly memoryBytes?: number;
  readonly pidsLimit?: number;
  readonly cpu?: CpuQuota;
  /** Weight where processors are scarce; absent: the engine's 1,024. */
  readonly cpuShares?: number;
  readonly readOnlyRoot?: boolean;
  /** Capabilities kept; all others are dropped. Absent: the engine's default set. */
  readonly capabilities?: readonly string[];
  readonly noNewPrivileges?: boolean;
  readonly ipcMode?: string;
  /** Keep stdin open for one attached client; the container's stdin ends when that client goes. */
  readonly openStdin?: boolean;
  readonly autoRemove?: boolean;
  /** `none` by default; `keep` makes `containerOutput` work. */
  readonly logs?: 'none' | 'keep';
  readonly platform?: string;
}

export interface AttachedStreams {
  readonly stream: Duplex;
  readonly stderr: Readable;
}

export interface ContainerSummary {
  readonly id: ContainerId;
  readonly name: string;
  readonly image: string;
  readonly state: 'created' | 'running' | 'exited' | 'other';
  readonly labels: Labels;
}

export interface FileChange {
  readonly path: string;
  /** A folder is changed when something directly in it was made or removed. */
  readonly kind: 'added' | 'changed' | 'removed';
}

export interface ContainerProgram {
  readonly words: readonly string[];
  /** `uid:gid`. */
  readonly user: string;
}

export interface ProgramEnd {
  readonly exitCode: number;
  /** What it wrote to stdout. */
  readonly output: string;
  /** What it wrote to stderr. */
  readonly complaint: string;
}

export interface ContainerExit {
  readonly id: ContainerId;
  readonly exitCode: number;
  /** Somebody had the engine kill it. Without: the kernel did, or its first process ended. */
  readonly killed: boolean;
}

export interface ImageDescription {
  /** `sha256:…` of the configuration. */
  readonly id: string;
  readonly reference: string;
  /** `sha256:…` of the manifest where the image came from a registry. */
  readonly digest: string | null;
  readonly architecture: Architecture;
  readonly sizeBytes: number;
  readonly labels: Labels;
  readonly environmentVariables: Readonly<Record<string, string>>;
  readonly entryPoint: readonly string[];
  readonly command: readonly string[];
  readonly workingDirectory: string;
  readonly volumes: readonly string[];
  /** Whether it came whole by `importImage`, and was neither built nor pulled. */
  readonly imported: boolean;
  /** The words of its HEALTHCHECK; empty where it has none. */
  readonly healthCheck: readonly string[];
  readonly createdAt: string;
}

export interface ImageSummary {
  readonly id: string;
  /** Of the image that its last build step began with; `null` where the engine does not know. */
  readonly parentId: string | null;
  readonly references: readonly string[];
  readonly labels: Labels;
  readonly sizeBytes: number;
}

export interface PullOptions {
  readonly onProgress?: ((line: string) => void) | undefined;
  /** `linux/arm64`; absent: what the engine prefers. */
  readonly platform?: string | undefined;
}

export interface LoadOptions {
  readonly reference: string;
  /** Which of an OCI layout that is for several. */
  readonly architecture: Architecture;
  /** What the archive is called in messages. */
  readonly name: string;
}

export interface BuildOptions {
  readonly reference: string;
  readonly dockerfile: string;
  readonly arguments?: Readonly<Record<string, string>>;
  readonly labels?: Labels;
  readonly networkMode?: string;
  readonly target?: string;
  readonly platform?: string;
  /** Images that the build may pull, for the sign-in at their registries. */
  readonly baseImages?: readonly string[];
  /** Asks the registries for newer ones of these. */
  readonly pull?: boolean;
  readonly onProgress?: (line: string) => void;
}
