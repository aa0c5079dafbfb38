import { createInterface } from 'node:readline';
import { describe, expect, it, vi } from 'vitest';
import { EphemeralStorage } from '../../../src/environment/ephemeral-storage.ts';
import { mountedShim, shimMount } from '../../../src/environment/shim.ts';
import { storageKeeperSpec } from '../../../src/environment/storage-keeper.ts';
import { LamboxError } from '../../../src/errors.ts';
import type { FakeGuest } from '../../support/fake-container.ts';
import { createFakeEngine } from '../../support/fake-engine.ts';

const image = 'lambox/nodejs:24';

/** Plays the program in the keeper's container: numbers its devices, notes what it is told. */
function keeperGuest(answer: (request: string, count: number) => string | null) {
  const requests: string[] = [];
  let count = 0;
  const guest: FakeGuest = async ({ stream }) => {
    for await (const line of createInterface({ input: stream })) {
      requests.push(line);
      if (!line.startsWith('prepare')) continue;
      count += 1;
      const said = answer(line, count);
      if (said === null) return 1;
      stream.write(`${said}\n`);
    }
    return 0;
  };
  return { guest, requests };
}

const obliging = (request: string, count: number) =>
  `ready ${request.split(' ')[1]} /dev/loop${count}`;

function createStorage(answer: Parameters<typeof keeperGuest>[0], wanted?: 'tmpfs') {
  const { guest, requests } = keeperGuest(answer);
  const engine = createFakeEngine({ guest, images: { [image]: {} } });
  const refusals: string[] = [];
  const storage = new EphemeralStorage({
    engine,
    shim: mountedShim(process.execPath),
    labels: { 'dev.lambox.run': 'r' },
    wanted: wanted ?? 'auto',
    onRefused: (reason) => refusals.push(reason),
  });
  return { engine, storage, requests, refusals };
}

describe('EphemeralStorage', () => {
  it('has two of a size ready, and one more as soon as one is mounted', async () => {
    const { engine, storage, requests } = createStorage(obliging);
    await storage.prepare(image, 512);
    const device = await storage.take(512);
    expect(device?.path).toBe('/dev/loop1');
    expect(requests).toEqual(['prepare 512', 'prepare 512']);
    device?.release();
    await vi.waitFor(
      () => expect(requests.slice(2)).toEqual(['release /dev/loop1', 'prepare 512']),
      30_000,
    );
    expect((await storage.take(512))?.path).toBe('/dev/loop2');
    expect(storage.state).toEqual({ kind: 'ext4', reason: null });
    await storage.close();
    expect(engine.containers.size).toBe(0);
  });

  it('needs one container for all sizes, and no Engine call for another device', async () => {
    const { engine, storage } = createStorage(obliging);
    await Promise.all([storage.prepare(image, 512), storage.prepare('other:1', 1024)]);
    await Promise.all([1, 2, 3, 4].map(() => storage.take(512)));
    expect(Object.fromEntries(engine.calls)).toEqual({
      createContainer: 1,
      attachContainer: 1,
      startContainer: 1,
    });
    await storage.close();
  });

  it('says why there is none, once, and asks no more', async () => {
    const { storage, requests, refusals } = createStorage(
      () => 'failed 512 open /dev/loop-control: operation not permitted',
    );
    await storage.prepare(image, 512);
    const reason = 'no block device for /tmp: open /dev/loop-control: operation not permitted';
    expect(storage.state).toEqual({ kind: 'tmpfs', reason });
    expect(refusals).toEqual([reason]);
    const asked = requests.length;
    expect(await storage.take(512)).toBeNull();
    await storage.prepare(image, 1024);
    expect(requests).toHaveLength(asked);
    await storage.close();
  });

  it('starts another keeper where one went', async () => {
    const { engine, storage } = createStorage(obliging);
    await storage.prepare(image, 512);
    for (const { id } of engine.containers.values()) await engine.killContainer(id);
    await vi.waitFor(() => expect(engine.containers.size).toBe(0), 30_000);
    expect((await storage.take(512))?.path).toBe('/dev/loop3');
    expect(storage.state.kind).toBe('ext4');
    await storage.close();
  });

  it('leaves no keeper behind whose connection ended before its container', async () => {
    const guest: FakeGuest = async ({ stream }) => {
      stream.end();
      return Promise.withResolvers<number>().promise;
    };
    const engine = createFakeEngine({ guest, images: { [image]: {} } });
    const shim = mountedShim(process.execPath);
    const storage = new EphemeralStorage({ engine, shim, labels: {}, wanted: 'auto' });
    await storage.prepare(image, 512);
    expect(storage.state.reason).toMatch(/the container that prepares it ended/);
    await storage.close();
    expect(engine.containers.size).toBe(0);
  });

  it('is a tmpfs where the keeper ends each time, or the engine makes none', async () => {
    const ending = createStorage(() => null);
    await ending.storage.prepare(image, 512);
    expect(ending.storage.state.reason).toMatch(/the container that prepares it ended/);
    const { engine, storage } = createStorage(obliging);
    engine.failNext('createContainer', new LamboxError('EngineFailed', 'no devices here'));
    await storage.prepare(image, 512);
    expect(storage.state).toEqual({ kind: 'tmpfs', reason: 'no devices here' });
    await storage.close();
  });

  it('starts nothing where a tmpfs is wanted', async () => {
    const { engine, storage, refusals } = createStorage(obliging, 'tmpfs');
    await storage.prepare(image, 512);
    expect(await storage.take(512)).toBeNull();
    expect(engine.calls.size).toBe(0);
    expect(refusals).toEqual([]);
  });

  it('tells a mount that failed from other failures', async () => {
    const { storage } = createStorage(obliging);
    const text = 'failed startContainer: error while mounting volume: no such device';
    expect(storage.mountFailed(new LamboxError('EngineFailed', text))).toBe(false);
    expect(storage.mountFailed(new Error(text))).toBe(false);
    expect(storage.mountFailed(new LamboxError('MountFailed', text))).toBe(true);
    expect(storage.state).toEqual({ kind: 'tmpfs', reason: text });
  });
});

it('the keeper has one capability, loop devices alone, no network and no writable root', () => {
  const labels = { 'dev.lambox.run': 'r' };
  const spec = storageKeeperSpec({ image, shim: shimMount('/shim'), labels });
  expect(spec).toMatchObject({
    capabilities: ['MKNOD'],
    deviceRules: ['b 7:* rwm', 'c 10:237 rwm'],
    networkMode: 'none',
    readOnlyRoot: true,
    noNewPrivileges: true,
    autoRemove: true,
    openStdin: true,
  });
  expect(spec.anonymousVolumes).toEqual([{ target: '/var/lambox/storage', labels }]);
});
