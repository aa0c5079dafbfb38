import os from 'node:os';
import type { EngineDescription } from '../container-engine.ts';
import type { EngineAddress } from '../engine-address.ts';
import type { DockerConnection } from './docker-connection.ts';
import { parseArchitecture } from './image-description.ts';

/** The members of `GET /version` that we read; dockerode's types know most of them. */
interface VersionAnswer {
  readonly Version: string;
  readonly ApiVersion: string;
  readonly Arch: string;
  readonly Components?: readonly { readonly Name: string }[];
}

/** The members of `GET /info` that we read. */
interface InfoAnswer {
  readonly Name: string;
  readonly OperatingSystem: string;
  readonly KernelVersion: string;
  /** Absent before API 1.41, where there is only version 1. */
  readonly CgroupVersion?: string;
  readonly CgroupDriver: string;
  readonly SecurityOptions: readonly string[] | null;
  readonly NCPU: number;
  readonly MemTotal: number;
  readonly Driver: string;
  readonly DockerRootDir: string;
  readonly Runtimes: Readonly<Record<string, unknown>> | null;
}

/** This machine, as far as it tells whether the engine runs on it. */
export interface Machine {
  readonly hostName: string;
  readonly kernelRelease: string;
}

/** Asks the engine what it is: two requests. */
export async function describeEngine(
  { address, request }: DockerConnection,
  foundBy: string,
): Promise<EngineDescription> {
  const [version, info] = await Promise.all([
    request('describe', (docker) => docker.version()),
    request('describe', (docker) => docker.info()),
  ]);
  const machine = { hostName: os.hostname(), kernelRelease: os.release() };
  const answers = { version: version as VersionAnswer, info: info as InfoAnswer };
  return toDescription(answers, { address, foundBy, machine });
}

/** Puts the two answers into our words. */
export function toDescription(
  { version, info }: { version: VersionAnswer; info: InfoAnswer },
  { address, foundBy, machine }: { address: EngineAddress; foundBy: string; machine: Machine },
): EngineDescription {
  const isPodman = version.Components?.some((component) => /podman/i.test(component.Name));
  return {
    address: address.url,
    foundBy,
    name: isPodman ? 'podman' : 'docker',
    version: version.Version,
    apiVersion: version.ApiVersion,
    architecture: parseArchitecture(version.Arch, 'The container engine'),
    operatingSystem: info.OperatingSystem,
    cgroupVersion: info.CgroupVersion === '2' ? 2 : 1,
    cgroupDriver: info.CgroupDriver,
    rootless: (info.SecurityOptions ?? []).some((option) => /(^|=)rootless/.test(option)),
    local: address.kind === 'socket' && isSameMachine(info, machine),
    cpuCount: info.NCPU,
    memoryBytes: info.MemTotal,
    storageDriver: info.Driver,
    dataDirectory: info.DockerRootDir,
    runtimes: Object.keys(info.Runtimes ?? {}),
  };
}

/**
 * A unix socket alone proves nothing: Docker Desktop, Colima and ssh put a socket here for an
 * engine in another (virtual) machine, and a container can have the socket of an engine that does
 * not see the container's files. Those differ in host name or kernel.
 */
function isSameMachine(info: InfoAnswer, machine: Machine): boolean {
  return info.Name === machine.hostName && info.KernelVersion === machine.kernelRelease;
}
