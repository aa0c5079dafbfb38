import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ContainerEngine } from '../../src/engine/container-engine.ts';
import { storageVolumes } from '../../src/environment/container-spec.ts';
import { EphemeralStorage } from '../../src/environment/ephemeral-storage.ts';
import { mountedShim, type Shim } from '../../src/environment/shim.ts';
import { shimFile } from '../../src/environment/shim-file.ts';
import { loopFilesOf } from '../support/loop-files.ts';
import { openDocker } from '../support/open-docker.ts';
import { importProbeImage } from '../support/probe-image.ts';

/** A disk may be busy, and the engine too. */
const patience = { timeout: 60_000, interval: 50 };

describe('the storage keeper, on an image from scratch', () => {
  const labels = { 'dev.lambox.owner': `contract-${randomUUID()}` };
  const image = `lambox-contract/storage:${labels['dev.lambox.owner']}`;
  let engine: ContainerEngine;
  let shim: Shim;
  beforeAll(async () => {
    engine = await openDocker();
    shim = mountedShim(shimFile((await engine.describe()).architecture));
    await importProbeImage(engine, image, labels);
  });
  afterAll(async () => {
    await engine.removeImage(image);
    const left = [...(await engine.listContainers(labels)), ...(await engine.listVolumes(labels))];
    await engine.close();
    expect(left).toEqual([]);
  });

  const openStorage = () => new EphemeralStorage({ engine, shim, labels, wanted: 'auto' });
  const keeperId = async () => (await engine.listContainers(labels))[0]?.id ?? '';

  it('makes what the engine mounts at /tmp, and nothing of it stays', async () => {
    const storage = openStorage();
    await storage.prepare(image, 512);
    const device = await storage.take(512);
    expect(storage.state).toEqual({ kind: 'ext4', reason: null });
    const keeper = await keeperId();
    const id = await engine.createContainer({
      image,
      entryPoint: ['/probe'],
      command: ['read', '/proc/self/mounts'],
      labels,
      networkMode: 'none',
      logs: 'keep',
      readOnlyRoot: true,
      anonymousVolumes: storageVolumes({ storageDevice: device?.path ?? null, labels }),
    });
    await engine.startContainer(id);
    device?.release();
    await engine.waitContainer(id);
    const mounts = (await engine.containerOutput(id)).split('\n');
    expect(mounts.find((line) => line.includes(' /tmp '))).toMatch(
      /^\/dev\/loop\d+ \/tmp ext4 rw,nosuid,nodev,relatime,nobarrier/,
    );
    await engine.removeContainer(id);
    await storage.close();
    await vi.waitFor(async () => expect(await loopFilesOf(keeper)).toEqual([]), patience);
  });

  it('that is killed takes what was ready along, and another one takes its place', async () => {
    const storage = openStorage();
    await storage.prepare(image, 512);
    const first = await keeperId();
    await vi.waitFor(async () => expect(await loopFilesOf(first)).toHaveLength(2), patience);
    await engine.killContainer(first);
    await vi.waitFor(async () => {
      expect(await engine.listContainers(labels)).toEqual([]);
      expect(await loopFilesOf(first)).toEqual([]);
    }, patience);
    expect((await storage.take(512))?.path).toMatch(/^\/dev\/loop\d+$/);
    expect(storage.state.kind).toBe('ext4');
    await storage.close();
  });

  it('says what it may not where an engine gives it no devices', async () => {
    const creates: ContainerEngine['createContainer'] = (spec) =>
      engine.createContainer({ ...spec, deviceRules: [] });
    const without = { ...engine, createContainer: creates };
    const options = { engine: without, shim, labels, wanted: 'auto' } as const;
    const storage = new EphemeralStorage(options);
    await storage.prepare(image, 512);
    expect(storage.state.kind).toBe('tmpfs');
    expect(storage.state.reason).toMatch(/loop-control: operation not permitted/);
    await storage.close();
  });

  it('is not used any more where the engine cannot mount what it made', async () => {
    const storage = openStorage();
    await storage.prepare(image, 512);
    const start = async () => {
      const id = await engine.createContainer({
        image,
        entryPoint: ['/probe'],
        labels,
        networkMode: 'none',
        anonymousVolumes: storageVolumes({ storageDevice: '/dev/lambox-none', labels }),
      });
      await engine.startContainer(id).finally(() => engine.removeContainer(id));
    };
    const error: unknown = await start().then(
      () => null,
      (failure: unknown) => failure,
    );
    expect(storage.mountFailed(error)).toBe(true);
    expect(storage.state.kind).toBe('tmpfs');
    await storage.close();
  });
});
