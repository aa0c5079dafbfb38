import { expect, it } from 'vitest';
import { containerSpec } from '../../../src/environment/container-spec.ts';
import { shimMount } from '../../../src/environment/shim.ts';
import type { DeployedPackage } from '../../../src/package/deployed-package.ts';
import { functionVersion } from '../../support/function-version.ts';

const channel = {
  mounts: [{ source: '/run/e1', target: '/var/lambox/channel', readOnly: true }],
  shimArguments: ['--channel', 'unix:/var/lambox/channel/s'],
  needsStream: false,
};
const labels = { 'dev.lambox.run': 'r' };

it('takes everything away but three capabilities and /tmp', () => {
  const version = functionVersion({ memorySizeMb: 512, ephemeralStorageMb: 1024 });
  const storageDevice = '/dev/loop7';
  expect(
    containerSpec({ version, labels, shim: shimMount('/shim'), storageDevice, channel }),
  ).toEqual({
    image: 'sha256:1111',
    entryPoint: ['/var/lambox/shim', '--channel', 'unix:/var/lambox/channel/s'],
    command: [],
    labels,
    environmentVariables: [],
    workingDirectory: '/',
    user: '0:0',
    networkMode: 'bridge',
    extraHosts: [
      'sandbox:127.0.0.1',
      'sandbox.localdomain:127.0.0.1',
      'host.docker.internal:host-gateway',
    ],
    binds: [
      { source: '/shim', target: '/var/lambox/shim', readOnly: true },
      { source: '/run/e1', target: '/var/lambox/channel', readOnly: true },
      { source: '/cache/code/ab', target: '/var/task', readOnly: true },
    ],
    volumes: [],
    anonymousVolumes: [
      {
        target: '/tmp',
        labels,
        device: { path: '/dev/loop7', fileSystem: 'ext4', options: 'nosuid,nodev,nobarrier' },
      },
    ],
    tmpfs: { '/dev/mqueue': 'ro,nosuid,nodev,noexec,mode=0555,size=4k' },
    memoryBytes: 536_870_912,
    cpuShares: 296,
    pidsLimit: 1024,
    readOnlyRoot: true,
    capabilities: ['KILL', 'SETUID', 'SETGID'],
    noNewPrivileges: true,
    ipcMode: 'none',
    openStdin: false,
    autoRemove: true,
    logs: 'none',
  });
});

it('mounts no code into an image, keeps stdin open, names no host without a network', () => {
  const image = functionVersion({ packageType: 'Image' });
  const version = { ...image, networkMode: 'none' };
  const attached = { mounts: [], shimArguments: ['--channel', 'stdio'], needsStream: true };
  const options = {
    version,
    labels,
    shim: shimMount('/shim'),
    storageDevice: null,
    channel: attached,
  };
  const spec = containerSpec(options);
  expect(spec.binds).toEqual([{ source: '/shim', target: '/var/lambox/shim', readOnly: true }]);
  expect(spec.openStdin).toBe(true);
  expect(spec.extraHosts).toEqual(['sandbox:127.0.0.1', 'sandbox.localdomain:127.0.0.1']);
});

it('has a tmpfs of the size asked for where there is no device', () => {
  const version = functionVersion({ ephemeralStorageMb: 1024 });
  const spec = containerSpec({
    version,
    labels,
    shim: shimMount('/shim'),
    storageDevice: null,
    channel,
  });
  expect(spec.anonymousVolumes).toEqual([]);
  expect(spec.tmpfs).toMatchObject({ '/tmp': 'rw,exec,nosuid,nodev,mode=1777,size=1024m' });
});

it('mounts layers as it mounts code: files of ours, or volumes', () => {
  const version = functionVersion();
  const mountsOf = (members: Partial<DeployedPackage>) => {
    const layered = { ...version.package, layersDirectory: '/cache/code/cd', ...members };
    const shim = shimMount('/shim');
    const given = { ...version, package: layered };
    const spec = containerSpec({ version: given, labels, shim, storageDevice: null, channel });
    const mounts = [...(spec.binds ?? []), ...(spec.volumes ?? [])];
    return mounts.filter(({ target }) => /^\/(var\/task|opt)$/.test(target));
  };
  expect(mountsOf({})).toEqual([
    { source: '/cache/code/ab', target: '/var/task', readOnly: true },
    { source: '/cache/code/cd', target: '/opt', readOnly: true },
  ]);
  expect(mountsOf({ codeVolume: 'code', layersVolume: 'layers' })).toEqual([
    { volume: 'code', target: '/var/task', readOnly: true, noCopy: true },
    { volume: 'layers', target: '/opt', readOnly: true, noCopy: true },
  ]);
});
