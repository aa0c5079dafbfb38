import { describe, expect, it } from 'vitest';
import type { ContainerSpec } from '../../../../src/engine/container-engine.ts';
import {
  toContainerOptions,
  toCpuOptions,
  toHostConfig,
} from '../../../../src/engine/docker/container-options.ts';

const least: ContainerSpec = {
  image: 'x:1',
  entryPoint: ['/shim'],
  labels: { 'dev.lambox.run': 'r' },
  networkMode: 'none',
};

describe('toContainerOptions', () => {
  it('asks for nothing that was not asked for', () => {
    expect(toContainerOptions(least)).toEqual({
      Image: 'x:1',
      Entrypoint: ['/shim'],
      Cmd: [],
      Labels: { 'dev.lambox.run': 'r' },
      Env: [],
      Tty: false,
      OpenStdin: false,
      StdinOnce: false,
      AttachStdin: false,
      AttachStdout: false,
      AttachStderr: false,
      Healthcheck: { Test: ['NONE'] },
      StopTimeout: 2,
      HostConfig: {
        Init: false,
        NetworkMode: 'none',
        AutoRemove: false,
        ReadonlyRootfs: false,
        SecurityOpt: [],
        Mounts: [],
        Tmpfs: {},
        ExtraHosts: [],
        LogConfig: { Type: 'none', Config: {} },
      },
    });
  });

  it('ends stdin with its one client', () => {
    expect(toContainerOptions({ ...least, openStdin: true })).toMatchObject({
      OpenStdin: true,
      StdinOnce: true,
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
    });
  });

  it('passes command, variables, user and working directory on', () => {
    const spec = {
      ...least,
      command: ['--channel', 'stdio'],
      environmentVariables: ['A=1'],
      user: '0:0',
      workingDirectory: '/',
    };
    expect(toContainerOptions(spec)).toMatchObject({
      Cmd: ['--channel', 'stdio'],
      Env: ['A=1'],
      User: '0:0',
      WorkingDir: '/',
    });
  });
});

describe('toHostConfig', () => {
  it('limits memory without swap, processes and CPU', () => {
    const limits = {
      memoryBytes: 134_217_728,
      pidsLimit: 1024,
      cpu: { quotaUs: 7_235, periodUs: 100_000 },
    };
    expect(toHostConfig({ ...least, ...limits, cpuShares: 74 })).toMatchObject({
      CpuShares: 74,
      Memory: 134_217_728,
      MemorySwap: 134_217_728,
      PidsLimit: 1024,
      CpuQuota: 7_235,
      CpuPeriod: 100_000,
    });
  });

  it('drops every capability but those named, also when none is', () => {
    const three = { ...least, capabilities: ['KILL', 'SETUID', 'SETGID'] };
    expect(toHostConfig(three)).toMatchObject({
      CapDrop: ['ALL'],
      CapAdd: ['KILL', 'SETUID', 'SETGID'],
    });
    const none = toHostConfig({ ...least, capabilities: [] });
    expect(none).toMatchObject({ CapDrop: ['ALL'], CapAdd: [] });
  });

  it('isolates and removes as told', () => {
    const spec = {
      ...least,
      readOnlyRoot: true,
      noNewPrivileges: true,
      ipcMode: 'none',
      autoRemove: true,
      extraHosts: ['sandbox:127.0.0.1'],
      tmpfs: { '/tmp': 'rw,size=1m' },
      logs: 'keep' as const,
    };
    expect(toHostConfig(spec)).toMatchObject({
      ReadonlyRootfs: true,
      SecurityOpt: ['no-new-privileges'],
      IpcMode: 'none',
      AutoRemove: true,
      ExtraHosts: ['sandbox:127.0.0.1'],
      Tmpfs: { '/tmp': 'rw,size=1m' },
      LogConfig: { Type: 'json-file' },
    });
  });

  it('mounts paths with colons and volumes', () => {
    const spec = {
      ...least,
      binds: [{ source: '/a:b c', target: '/var/task', readOnly: true }],
      volumes: [
        { volume: 'v', target: '/data', readOnly: false },
        { volume: 'w', target: '/files', readOnly: true, noCopy: true },
      ],
    };
    expect(toHostConfig(spec).Mounts).toEqual([
      { Type: 'bind', Source: '/a:b c', Target: '/var/task', ReadOnly: true },
      { Type: 'volume', Source: 'v', Target: '/data', ReadOnly: false },
      {
        Type: 'volume',
        Source: 'w',
        Target: '/files',
        ReadOnly: true,
        VolumeOptions: expect.objectContaining({ NoCopy: true }),
      },
    ]);
  });
});

describe('anonymous volumes', () => {
  it('are labelled folders, or file systems on a device', () => {
    const labels = { 'dev.lambox.run': 'r' };
    const device = { path: '/dev/loop3', fileSystem: 'ext4', options: 'nosuid,nodev' };
    const anonymousVolumes = [
      { target: '/tmp', labels, device },
      { target: '/data', labels },
    ];
    const [file, folder] = toHostConfig({ ...least, anonymousVolumes }).Mounts ?? [];
    expect(file).toEqual({
      Type: 'volume',
      Source: '',
      Target: '/tmp',
      VolumeOptions: {
        NoCopy: true,
        Labels: labels,
        DriverConfig: {
          Name: 'local',
          Options: { type: 'ext4', device: '/dev/loop3', o: 'nosuid,nodev' },
        },
      },
    });
    expect(folder?.VolumeOptions?.DriverConfig).toEqual({ Name: 'local', Options: {} });
  });

  it('come with the devices that the container may use', () => {
    const { DeviceCgroupRules } = toHostConfig({ ...least, deviceRules: ['b 7:* rwm'] });
    expect(DeviceCgroupRules).toEqual(['b 7:* rwm']);
  });
});

describe('toCpuOptions', () => {
  it('lifts the quota with -1', () => {
    expect(toCpuOptions(null)).toEqual({ CpuQuota: -1 });
    expect(toCpuOptions({ quotaUs: 1, periodUs: 2 })).toEqual({ CpuQuota: 1, CpuPeriod: 2 });
  });
});
