import type Docker from 'dockerode';
import type { AnonymousVolume, ContainerSpec, CpuQuota } from '../container-engine.ts';

/**
 * Seconds a stopping engine waits for a container before SIGKILL: the shim needs no more to
 * end.
 */
const stopTimeoutSeconds = 2;

/** Our specification in the words of the Engine API's `POST /containers/create`. */
export function toContainerOptions(spec: ContainerSpec): Docker.ContainerCreateOptions {
  const open = spec.openStdin === true;
  return {
    Image: spec.image,
    Entrypoint: [...spec.entryPoint],
    Cmd: [...(spec.command ?? [])],
    Labels: { ...spec.labels },
    Env: [...(spec.environmentVariables ?? [])],
    Tty: false,
    OpenStdin: open,
    // The container's stdin ends with its one client: that is how it learns of our death.
    StdinOnce: open,
    AttachStdin: open,
    AttachStdout: open,
    AttachStderr: open,
    // An image's own health check would run inside the environment, counted and unasked for.
    Healthcheck: { Test: ['NONE'] },
    StopTimeout: stopTimeoutSeconds,
    ...(spec.user !== undefined && { User: spec.user }),
    ...(spec.workingDirectory !== undefined && { WorkingDir: spec.workingDirectory }),
    HostConfig: toHostConfig(spec),
  };
}

/** The part of the specification that concerns limits, mounts and isolation. */
export function toHostConfig(spec: ContainerSpec): Docker.HostConfig {
  return {
    Init: false,
    NetworkMode: spec.networkMode,
    AutoRemove: spec.autoRemove ?? false,
    ReadonlyRootfs: spec.readOnlyRoot ?? false,
    SecurityOpt: spec.noNewPrivileges ? ['no-new-privileges'] : [],
    Mounts: toMounts(spec),
    Tmpfs: { ...(spec.tmpfs ?? {}) },
    ExtraHosts: [...(spec.extraHosts ?? [])],
    LogConfig: toLogConfig(spec.logs ?? 'none'),
    ...(spec.capabilities && { CapDrop: ['ALL'], CapAdd: [...spec.capabilities] }),
    ...(spec.deviceRules && { DeviceCgroupRules: [...spec.deviceRules] }),
    ...(spec.ipcMode !== undefined && { IpcMode: spec.ipcMode }),
    // Memory plus swap: the same figure for both means no swap.
    ...(spec.memoryBytes !== undefined && {
      Memory: spec.memoryBytes,
      MemorySwap: spec.memoryBytes,
    }),
    ...(spec.pidsLimit !== undefined && { PidsLimit: spec.pidsLimit }),
    ...(spec.cpu && toCpuOptions(spec.cpu)),
    ...(spec.cpuShares !== undefined && { CpuShares: spec.cpuShares }),
  };
}

/**
 * A quota in microseconds per period; without one the period stays as it is and the quota is
 * lifted.
 */
export function toCpuOptions(cpu: CpuQuota | null): { CpuQuota: number; CpuPeriod?: number } {
  return cpu === null ? { CpuQuota: -1 } : { CpuQuota: cpu.quotaUs, CpuPeriod: cpu.periodUs };
}

/**
 * Mounts and not `Binds`: those split at colons and create a missing source as root's empty
 * directory.
 */
function toMounts(spec: ContainerSpec): Docker.MountSettings[] {
  const binds = (spec.binds ?? []).map(({ source, target, readOnly }) => ({
    Type: 'bind' as const,
    Source: source,
    Target: target,
    ReadOnly: readOnly,
  }));
  const volumes = (spec.volumes ?? []).map(({ volume, target, readOnly, noCopy }) => ({
    Type: 'volume' as const,
    Source: volume,
    Target: target,
    ReadOnly: readOnly,
    ...(noCopy === true && { VolumeOptions: noCopyOptions }),
  }));
  return [...binds, ...volumes, ...(spec.anonymousVolumes ?? []).map(toAnonymousVolume)];
}

/** Without a copy of what the image has there: the engine would mount it twice for that. */
function toAnonymousVolume({ target, labels, device }: AnonymousVolume): Docker.MountSettings {
  const options: Record<string, string> =
    device === undefined ? {} : { type: device.fileSystem, device: device.path, o: device.options };
  return {
    Type: 'volume',
    Source: '',
    Target: target,
    VolumeOptions: {
      NoCopy: true,
      Labels: { ...labels },
      DriverConfig: { Name: 'local', Options: options },
    },
  };
}

const noCopyOptions = { NoCopy: true, Labels: {}, DriverConfig: { Name: '', Options: {} } };

function toLogConfig(logs: 'none' | 'keep'): { Type: string; Config: Record<string, string> } {
  return logs === 'none'
    ? { Type: 'none', Config: {} }
    : { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '1' } };
}
