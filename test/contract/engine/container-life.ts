import { describe, expect, it } from 'vitest';
import type { EngineWorld } from '../container-engine.ts';
import { removed } from './settled.ts';

const unknownId = 'f'.repeat(64);

/** Create, start, kill, remove, list, wait, update. */
export function describeContainerLife(world: EngineWorld): void {
  describe('a container’s life', () => {
    it('goes from created to running to exited, one request each', async () => {
      const before = new Map(world.engine.calls);
      const id = await world.createProbe(['wait']);
      expect(await stateOf(world, id)).toBe('created');
      await world.engine.startContainer(id);
      expect(await stateOf(world, id)).toBe('running');
      await world.engine.killContainer(id);
      expect(await world.engine.waitContainer(id)).toBe(137);
      expect(await stateOf(world, id)).toBe('exited');
      await world.engine.removeContainer(id);
      expect(await stateOf(world, id)).toBeNull();
      for (const verb of ['createContainer', 'startContainer', 'killContainer']) {
        expect(world.engine.calls.get(verb), verb).toBe((before.get(verb) ?? 0) + 1);
      }
    });

    it('tells the exit code and the output of one that runs to completion', async () => {
      const failing = await world.createProbe(['exit', '7']);
      await world.engine.startContainer(failing);
      expect(await world.engine.waitContainer(failing)).toBe(7);
      await world.engine.removeContainer(failing);

      const speaking = await world.createProbe(['say', 'ünï'], { logs: 'keep' });
      await world.engine.startContainer(speaking);
      expect(await world.engine.waitContainer(speaking)).toBe(0);
      const output = await world.engine.containerOutput(speaking);
      expect(output.split('\n').sort()).toEqual(['', 'err: ünï', 'out: ünï']);
      await world.engine.removeContainer(speaking);
    });

    it('has the variables it was given', async () => {
      const id = await world.createProbe(['variable', 'A'], {
        logs: 'keep',
        environmentVariables: ['A=b=c d'],
      });
      await world.engine.startContainer(id);
      await world.engine.waitContainer(id);
      expect(await world.engine.containerOutput(id)).toBe('b=c d\n');
      await world.engine.removeContainer(id);
    });

    it('gives no output where none is kept', async () => {
      const id = await world.createProbe(['say', 'x']);
      await world.engine.startContainer(id);
      await world.engine.waitContainer(id);
      const output = world.engine.containerOutput(id);
      await expect(output).rejects.toMatchObject({ code: 'EngineFailed' });
      await world.engine.removeContainer(id);
    });

    it('can be killed and removed in every state, any number of times', async () => {
      const id = await world.createProbe(['wait']);
      await world.engine.killContainer(id);
      expect(await stateOf(world, id)).toBe('created');
      await world.engine.startContainer(id);
      await Promise.all([world.engine.killContainer(id), world.engine.killContainer(id)]);
      await world.engine.waitContainer(id);
      await world.engine.killContainer(id);
      await Promise.all(
        [1, 2, 3].map(async () => {
          await world.engine.removeContainer(id);
          expect(await stateOf(world, id)).toBeNull();
        }),
      );
      await world.engine.removeContainer(id);
      await world.engine.killContainer(id);
      await world.engine.removeContainer(unknownId);
    });

    it('is removed while it runs', async () => {
      const id = await world.createProbe(['wait']);
      await world.engine.startContainer(id);
      await world.engine.removeContainer(id);
      expect(await stateOf(world, id)).toBeNull();
    });

    it('vanishes by itself where that was asked for', async () => {
      const id = await world.createProbe(['exit', '0'], { autoRemove: true });
      await world.engine.startContainer(id);
      await removed(world, id);
      await world.engine.removeContainer(id);
    });

    it('takes a new CPU quota while it runs, and back', async () => {
      const id = await world.createProbe(['wait']);
      await world.engine.startContainer(id);
      await world.engine.updateContainer(id, { quotaUs: 20_000, periodUs: 100_000 });
      await world.engine.updateContainer(id, null);
      await world.engine.removeContainer(id);
    });

    it('is found by its labels, all of them', async () => {
      const labels = { ...world.labels, 'dev.lambox.environment': 'e1' };
      const name = `lambox-${world.ownLabels['dev.lambox.owner']}`;
      const id = await world.createProbe(['wait'], { labels, name });
      const summary = { id, name, image: world.image, state: 'created', labels };
      expect(await world.engine.listContainers(labels)).toMatchObject([summary]);
      const other = { ...world.labels, 'dev.lambox.environment': 'e2' };
      expect(await world.engine.listContainers(other)).toEqual([]);
      const taken = world.createProbe(['wait'], { name });
      await expect(taken).rejects.toMatchObject({ code: 'EngineFailed' });
      await world.engine.removeContainer(id);
    });

    it('is refused with a code that fits', async () => {
      const noImage = world.createProbe(['wait'], { image: 'lambox-contract-nowhere:1' });
      await expect(noImage).rejects.toMatchObject({ code: 'ImageNotFound' });
      const binds = [{ source: '/nowhere/at/all', target: '/x', readOnly: true }];
      const noSource = world.createProbe(['wait'], { binds });
      await expect(noSource).rejects.toMatchObject({ code: 'EngineFailed' });
      const noContainer = world.engine.startContainer(unknownId);
      await expect(noContainer).rejects.toMatchObject({ code: 'EngineFailed' });
    });
  });
}

async function stateOf(world: EngineWorld, id: string): Promise<string | null> {
  const containers = await world.engine.listContainers(world.labels);
  return containers.find((container) => container.id === id)?.state ?? null;
}
