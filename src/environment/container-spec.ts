import type { AnonymousVolume, ContainerSpec, Labels } from '../engine/container-engine.ts';
import { cpuShares } from '../lambda/cpu-quota.ts';
import { limits } from '../lambda/limits.ts';
import type { DeployedPackage } from '../package/deployed-package.ts';
import type { FunctionVersion } from './function-version.ts';
import type { ShimMount } from './shim.ts';

const codePath = '/var/task';
const layersPath = '/opt';
const mebibyte = 1024 * 1024;

/**
 * The container of one execution environment (design §7): root for the shim with three
 * capabilities, everything else taken away, `/tmp` alone writable. Pure, so that a test can hold
 * every line of it.
 */
export function containerSpec(options: {
  readonly version: FunctionVersion;
  readonly labels: Labels;
  readonly shim: ShimMount;
  /** The block device for `/tmp`; `null`: a tmpfs, which counts as memory. */
  readonly storageDevice: string | null;
  readonly channel: {
    readonly mounts: ContainerSpec['binds'];
    readonly shimArguments: readonly string[];
    readonly needsStream: boolean;
  };
}): ContainerSpec {
  const { version, channel } = options;
  const { configuration } = version;
  const mounted = mountedFiles(version.package);
  return {
    image: version.package.image.id,
    entryPoint: [options.shim.program, ...channel.shimArguments],
    command: [],
    labels: options.labels,
    environmentVariables: [],
    // The shim does the chdir: Docker silently creates a directory that is missing.
    workingDirectory: '/',
    user: '0:0',
    networkMode: version.networkMode,
    extraHosts: extraHosts(version.networkMode),
    binds: [
      ...options.shim.binds,
      ...(channel.mounts ?? []),
      ...mounted.flatMap(({ directory: source, volume, target }) =>
        source === null || volume !== undefined ? [] : [{ source, target, readOnly: true }],
      ),
    ],
    volumes: [
      ...options.shim.volumes,
      ...mounted.flatMap(({ volume, target }) =>
        volume === undefined ? [] : [{ volume, target, readOnly: true, noCopy: true }],
      ),
      ...version.package.volumes,
    ],
    anonymousVolumes: storageVolumes(options),
    tmpfs: {
      ...(options.storageDevice === null && {
        '/tmp': `rw,exec,nosuid,nodev,mode=1777,size=${configuration.ephemeralStorageMb}m`,
      }),
      // World-writable in every container; covered by something that nobody can write to.
      '/dev/mqueue': 'ro,nosuid,nodev,noexec,mode=0555,size=4k',
    },
    memoryBytes: configuration.memorySizeMb * mebibyte,
    cpuShares: cpuShares(configuration.memorySizeMb),
    pidsLimit: limits.processesMax,
    readOnlyRoot: true,
    capabilities: ['KILL', 'SETUID', 'SETGID'],
    noNewPrivileges: true,
    ipcMode: 'none',
    openStdin: channel.needsStream,
    autoRemove: true,
    logs: 'none',
  };
}

/** The engine knows the address by which its containers reach their host, where they have a way. */
function extraHosts(networkMode: string): readonly string[] {
  const own = ['sandbox:127.0.0.1', 'sandbox.localdomain:127.0.0.1'];
  return networkMode === 'none' ? own : [...own, 'host.docker.internal:host-gateway'];
}

/** What lies in the container as it lies in the code store, as files of ours or as a volume. */
function mountedFiles(deployed: DeployedPackage) {
  const { codeDirectory, codeVolume, layersDirectory, layersVolume } = deployed;
  return [
    { directory: codeDirectory, volume: codeVolume, target: codePath },
    { directory: layersDirectory, volume: layersVolume, target: layersPath },
  ];
}

/**
 * Nothing of it outlives the environment, so that nothing has to reach the disk in order: without
 * `nobarrier` its end would wait until all that it wrote is on the disk.
 */
const storageMountOptions = 'nosuid,nodev,nobarrier';

export function storageVolumes(options: {
  readonly storageDevice: string | null;
  readonly labels: Labels;
}): readonly AnonymousVolume[] {
  const { storageDevice: path, labels } = options;
  if (path === null) return [];
  const device = { path, fileSystem: 'ext4', options: storageMountOptions };
  return [{ target: '/tmp', labels, device }];
}
