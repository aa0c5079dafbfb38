import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContainerEngine, ContainerSpec } from '../../src/engine/container-engine.ts';
import { openDocker } from '../support/open-docker.ts';
import { importProbeImage } from '../support/probe-image.ts';

const mebibyte = 1024 * 1024;

describe('Docker keeps a container within its specification', () => {
  const owner = `contract-${randomUUID()}`;
  const labels = { 'dev.lambox.owner': owner };
  const image = `lambox-contract/isolation:${owner}`;
  let engine: ContainerEngine;
  let cgroupVersion: 1 | 2;
  let directory: string;
  beforeAll(async () => {
    engine = await openDocker();
    ({ cgroupVersion } = await engine.describe());
    await importProbeImage(engine, image, labels);
    directory = await mkdtemp(path.join(os.tmpdir(), 'lambox isolation '));
    await writeFile(path.join(directory, 'file'), 'from the host');
  });
  afterAll(async () => {
    await engine.removeImage(image);
    await rm(directory, { recursive: true });
    const left = [
      ...(await engine.listContainers(labels)),
      ...(await engine.listVolumes(labels)),
      ...(await engine.listImages(labels)),
    ];
    await engine.close();
    expect(left).toEqual([]);
  });

  /** Runs the probe with these words; its exit code and output. */
  const run = async (words: readonly string[], spec: Partial<ContainerSpec>) => {
    const id = await engine.createContainer({
      image,
      entryPoint: ['/probe'],
      command: words,
      labels,
      networkMode: 'none',
      logs: 'keep',
      ...spec,
    });
    await engine.startContainer(id);
    const exitCode = await engine.waitContainer(id);
    const output = await engine.containerOutput(id);
    await engine.removeContainer(id);
    return { exitCode, output: output.trim() };
  };
  const read = async (file: string, spec: Partial<ContainerSpec>) =>
    (await run(['read', file], spec)).output;

  it('memory, processes and CPU', async () => {
    const limits = {
      memoryBytes: 64 * mebibyte,
      pidsLimit: 64,
      cpu: { quotaUs: 25_000, periodUs: 50_000 },
    };
    const files =
      cgroupVersion === 1
        ? {
            '/sys/fs/cgroup/memory/memory.limit_in_bytes': String(64 * mebibyte),
            '/sys/fs/cgroup/pids/pids.max': '64',
            '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '25000',
            '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '50000',
          }
        : {
            '/sys/fs/cgroup/memory.max': String(64 * mebibyte),
            '/sys/fs/cgroup/memory.swap.max': '0',
            '/sys/fs/cgroup/pids.max': '64',
            '/sys/fs/cgroup/cpu.max': '25000 50000',
          };
    for (const [file, expected] of Object.entries(files)) {
      expect(await read(file, limits), file).toBe(expected);
    }
  });

  it('a CPU quota that changes while it runs', async () => {
    const id = await engine.createContainer({
      image,
      entryPoint: ['/probe'],
      command: ['files'],
      labels,
      networkMode: 'none',
      openStdin: true,
    });
    const { stream, stderr } = await engine.attachContainer(id);
    stderr.resume();
    await engine.startContainer(id);
    const quota = async () => {
      const file = cgroupVersion === 1 ? 'cpu/cpu.cfs_quota_us' : 'cpu.max';
      stream.write(`/sys/fs/cgroup/${file}\n`);
      const [chunk] = await once(stream, 'data');
      return String(chunk).trim();
    };
    const [unlimited, limited] = cgroupVersion === 1 ? ['-1', '30000'] : ['max', '30000 60000'];
    expect(await quota()).toContain(unlimited);
    await engine.updateContainer(id, { quotaUs: 30_000, periodUs: 60_000 });
    expect(await quota()).toBe(limited);
    await engine.updateContainer(id, null);
    expect(await quota()).toContain(unlimited);
    await engine.removeContainer(id);
  });

  it('a read-only root with the tmpfs that was asked for', async () => {
    const spec = {
      readOnlyRoot: true,
      tmpfs: { '/tmp': 'rw,exec,mode=1777,size=1m' },
    };
    expect(await run(['write', '/x'], spec)).toMatchObject({
      exitCode: 1,
      output: 'open /x: read-only file system',
    });
    expect(await run(['write', '/tmp/x'], spec)).toEqual({ exitCode: 0, output: '' });
  });

  it('capabilities, privileges and shared memory', async () => {
    const kept = { capabilities: ['KILL', 'SETUID', 'SETGID'], noNewPrivileges: true };
    const status = await read('/proc/self/status', kept);
    expect(status).toMatch(/^CapBnd:\s+00000000000000e0$/m);
    expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
    const none = await read('/proc/self/status', { capabilities: [] });
    expect(none).toMatch(/^CapBnd:\s+0000000000000000$/m);
    const devices = await run(['list', '/dev'], { ipcMode: 'none' });
    expect(devices.output.split('\n')).not.toContain('shm');
  });

  it('user, working directory and host names', async () => {
    const spec = {
      user: '993:990',
      workingDirectory: '/tmp',
      extraHosts: ['sandbox:127.0.0.1'],
    };
    expect(await read('/proc/self/status', spec)).toMatch(/^Uid:\s+993\s/m);
    expect(await read('/etc/hosts', spec)).toMatch(/^127\.0\.0\.1\s+sandbox$/m);
    expect((await run(['write', 'x'], { ...spec, user: '0:0' })).exitCode).toBe(0);
  });

  it('folders of the host, to read or to write, whatever their names', async () => {
    const mount = { source: directory, target: '/host' };
    const readOnly = { binds: [{ ...mount, readOnly: true }] };
    expect(await read('/host/file', readOnly)).toBe('from the host');
    expect((await run(['write', '/host/x'], readOnly)).exitCode).toBe(1);
    const writable = { binds: [{ ...mount, readOnly: false }] };
    expect((await run(['write', '/host/x'], writable)).exitCode).toBe(0);
  });

  it('volumes, which keep what was written', async () => {
    const volume = `lambox-${owner}`;
    await engine.createVolume(volume, labels);
    const mount = { volume, target: '/data' };
    await run(['write', '/data/x'], { volumes: [{ ...mount, readOnly: false }] });
    const readOnly = { volumes: [{ ...mount, readOnly: true }] };
    expect(await read('/data/x', readOnly)).toBe('written');
    expect((await run(['write', '/data/y'], readOnly)).exitCode).toBe(1);
    await engine.removeVolume(volume);
  });
});
