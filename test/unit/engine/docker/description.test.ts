import { describe, expect, it } from 'vitest';
import { toDescription } from '../../../../src/engine/docker/description.ts';
import { parseEngineAddress, socketAddress } from '../../../../src/engine/engine-address.ts';

const version = { Version: '28.5.2', ApiVersion: '1.51', Arch: 'arm64', Components: [] };
const info = {
  Name: 'host',
  OperatingSystem: 'Debian GNU/Linux 13',
  KernelVersion: '6.12',
  CgroupVersion: '2',
  CgroupDriver: 'systemd',
  SecurityOptions: ['name=seccomp,profile=builtin', 'name=cgroupns'],
  NCPU: 8,
  MemTotal: 16_000_000_000,
  Driver: 'overlay2',
  DockerRootDir: '/var/lib/docker',
  Runtimes: { runc: {}, crun: {} },
};
const place = {
  address: socketAddress('/var/run/docker.sock'),
  foundBy: 'default socket',
  machine: { hostName: 'host', kernelRelease: '6.12' },
};

describe('toDescription', () => {
  it('puts a local engine into our words', () => {
    expect(toDescription({ version, info }, place)).toEqual({
      address: 'unix:///var/run/docker.sock',
      foundBy: 'default socket',
      name: 'docker',
      version: '28.5.2',
      apiVersion: '1.51',
      architecture: 'arm64',
      operatingSystem: 'Debian GNU/Linux 13',
      cgroupVersion: 2,
      cgroupDriver: 'systemd',
      rootless: false,
      local: true,
      cpuCount: 8,
      memoryBytes: 16_000_000_000,
      storageDriver: 'overlay2',
      dataDirectory: '/var/lib/docker',
      runtimes: ['runc', 'crun'],
    });
  });

  it('knows Podman and rootless engines', () => {
    const podman = { ...version, Components: [{ Name: 'Podman Engine' }] };
    const rootless = { ...info, SecurityOptions: ['name=seccomp', 'name=rootless'] };
    expect(toDescription({ version: podman, info: rootless }, place)).toMatchObject({
      name: 'podman',
      rootless: true,
    });
  });

  it('takes an old engine without a cgroup version for version 1', () => {
    const { CgroupVersion: _version, ...old } = info;
    expect(toDescription({ version, info: old }, place).cgroupVersion).toBe(1);
  });

  it.each([
    ['Docker Desktop', { ...info, Name: 'docker-desktop', KernelVersion: '6.10-linuxkit' }],
    ['another host behind the socket', { ...info, Name: 'other' }],
    ['another kernel', { ...info, KernelVersion: '5.10' }],
  ])('does not take %s for this machine', (_name, elsewhere) => {
    expect(toDescription({ version, info: elsewhere }, place).local).toBe(false);
  });

  it('does not take an engine behind TCP for this machine', () => {
    const address = parseEngineAddress('tcp://127.0.0.1:2375', 'DOCKER_HOST');
    expect(toDescription({ version, info }, { ...place, address }).local).toBe(false);
  });

  it('refuses an architecture that Lambda does not have', () => {
    const describe = () => toDescription({ version: { ...version, Arch: 's390x' }, info }, place);
    expect(describe).toThrow(/architecture "s390x"; Lambda has x86_64 and arm64/);
  });
});
