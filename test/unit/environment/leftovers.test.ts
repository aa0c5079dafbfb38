import { mkdir, readdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  listLeftovers,
  removeLeftovers,
  runFolderName,
} from '../../../src/environment/leftovers.ts';
import { LamboxError } from '../../../src/errors.ts';
import { currentOwner, formatOwner } from '../../../src/owner.ts';
import { createFakeEngine } from '../../support/fake-engine.ts';
import { TemporaryDirectory } from '../../support/temporary-directory.ts';

/** No process has this number: it is above what Linux gives out. */
const dead = { host: hostname(), pid: 2 ** 22 + 1, startTime: '1' };
const elsewhere = { ...dead, host: 'another-host' };

async function createWorld(runtimeDirectory: string) {
  const engine = createFakeEngine({ guest: async () => 0, images: { 'i:1': {} } });
  const create = (labels: Record<string, string>) =>
    engine.createContainer({ image: 'i:1', entryPoint: ['/x'], labels, networkMode: 'none' });
  for (const owner of [dead, currentOwner()]) {
    await create({ 'dev.lambox.run': 'r', 'dev.lambox.owner': formatOwner(owner) });
    await mkdir(join(runtimeDirectory, runFolderName(owner, 'ab12')));
  }
  await create({ 'dev.lambox.run': 'r', 'dev.lambox.owner': formatOwner(elsewhere) });
  await create({ 'dev.lambox.run': 'r', 'dev.lambox.owner': 'nonsense' });
  await create({ somebody: 'else' });
  await mkdir(join(runtimeDirectory, 'runs'));
  return engine;
}

describe('leftovers', () => {
  it('are of dead processes of this host alone, and go', async () => {
    using folder = new TemporaryDirectory();
    const runtimeDirectory = folder.path;
    const engine = await createWorld(runtimeDirectory);
    const leftovers = await listLeftovers({ engine, runtimeDirectory, owners: 'dead' });
    expect(leftovers.containers.map(({ owner }) => owner)).toEqual([formatOwner(dead)]);
    expect(leftovers.folders).toEqual([join(runtimeDirectory, runFolderName(dead, 'ab12'))]);
    await removeLeftovers(engine, leftovers);
    expect(engine.containers.size).toBe(4);
    expect((await readdir(runtimeDirectory)).sort()).toEqual(
      [runFolderName(currentOwner(), 'ab12'), 'runs'].sort(),
    );
  });

  it('are everything of ours and nothing else when all are asked for', async () => {
    using folder = new TemporaryDirectory();
    const runtimeDirectory = folder.path;
    const engine = await createWorld(runtimeDirectory);
    const leftovers = await listLeftovers({ engine, runtimeDirectory, owners: 'all' });
    expect(leftovers.containers).toHaveLength(4);
    expect(leftovers.folders).toHaveLength(2);
    await removeLeftovers(engine, leftovers);
    expect(engine.containers.size).toBe(1);
    expect(await readdir(runtimeDirectory)).toEqual(['runs']);
  });

  it('are kept where somebody has begun to use them: volumes', async () => {
    const removed: string[] = [];
    const engine = {
      ...createFakeEngine({ guest: async () => 0 }),
      removeVolume: async (name: string) => {
        if (name !== 'free') {
          const evidence = { statusCode: name === 'used' ? 409 : 500 };
          throw new LamboxError('EngineFailed', name, { evidence });
        }
        removed.push(name);
      },
    };
    const leftovers = { containers: [], folders: [] };
    const volumes = ['used', 'free'];
    expect(await removeLeftovers(engine, { ...leftovers, volumes })).toEqual(['used']);
    expect(removed).toEqual(['free']);
    const removing = removeLeftovers(engine, { ...leftovers, volumes: ['broken'] });
    await expect(removing).rejects.toThrow('broken');
  });

  it('are none where there is no folder yet', async () => {
    const engine = createFakeEngine({ guest: async () => 0 });
    const query = { engine, runtimeDirectory: '/nonexistent/lambox', owners: 'dead' } as const;
    expect(await listLeftovers(query)).toEqual({ containers: [], volumes: [], folders: [] });
  });
});
