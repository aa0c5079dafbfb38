import { expect, it } from 'vitest';
import { relaxContainer } from '../../../src/check/relaxed-container.ts';
import type { ContainerSpec } from '../../../src/engine/container-engine.ts';

const spec: ContainerSpec = {
  image: 'sha256:1',
  entryPoint: ['/var/lambox/shim', '--channel', 'stdio'],
  labels: { a: 'b' },
  networkMode: 'none',
  user: '0:0',
  binds: [
    { source: '/shim', target: '/var/lambox/shim', readOnly: true },
    { source: '/code', target: '/var/task', readOnly: true },
  ],
  volumes: [
    { volume: 'layers', target: '/opt', readOnly: true },
    { volume: 'image', target: '/data', readOnly: true },
  ],
  readOnlyRoot: true,
  capabilities: ['KILL'],
  noNewPrivileges: true,
  ipcMode: 'none',
};

it('forbids no writing and stays the same otherwise', () => {
  const { spec: relaxed } = relaxContainer(spec, ['/data']);
  const { binds: _binds, volumes: _volumes, ...others } = spec;
  expect(relaxed).toMatchObject({
    ...others,
    entryPoint: ['/var/lambox/shim', '--relaxed', '--channel', 'stdio'],
    readOnlyRoot: false,
    capabilities: ['KILL', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER'],
    ipcMode: 'private',
  });
});

it('has the package to be copied from beside, and leaves the image’s volumes to the engine', () => {
  const { spec: relaxed, copies } = relaxContainer(spec, ['/data']);
  expect(copies).toEqual([
    { from: '/var/lambox/package/0', to: '/var/task' },
    { from: '/var/lambox/package/1', to: '/opt' },
  ]);
  expect(relaxed.binds).toEqual([
    { source: '/shim', target: '/var/lambox/shim', readOnly: true },
    { source: '/code', target: '/var/lambox/package/0', readOnly: true },
  ]);
  expect(relaxed.volumes).toEqual([
    { volume: 'layers', target: '/var/lambox/package/1', readOnly: true },
  ]);
});
