import { describe, expect, it } from 'vitest';
import type { ContainerExit } from '../../../src/engine/container-engine.ts';
import type { EngineWorld } from '../container-engine.ts';

/** The ends of containers, told as they happen. */
export function describeExitEvents(world: EngineWorld): void {
  const run = async (words: readonly string[], labels = world.labels) => {
    const id = await world.createProbe(words, { labels });
    await world.engine.startContainer(id);
    await world.engine.waitContainer(id);
    return id;
  };

  describe('exit events', () => {
    it('name the container and its exit code, to every listener, from one stream', async () => {
      const before = world.engine.calls.get('watchExits') ?? 0;
      const first = await collectExits(world);
      const second = await collectExits(world);
      expect(world.engine.calls.get('watchExits')).toBe(before + 1);

      const failing = await run(['exit', '3']);
      const fine = await run(['exit', '0']);
      expect(await first.of(failing)).toEqual({ id: failing, exitCode: 3, killed: false });
      expect(await second.of(fine)).toEqual({ id: fine, exitCode: 0, killed: false });
      expect(await second.of(failing)).toEqual({ id: failing, exitCode: 3, killed: false });
      first.stop();
      second.stop();
      await Promise.all([failing, fine].map((id) => world.engine.removeContainer(id)));
    });

    it('tell nothing of containers that are not ours, and nothing once stopped', async () => {
      const stopped = await collectExits(world);
      const listening = await collectExits(world);
      stopped.stop();
      const ofAnotherRun = { ...world.labels, 'dev.lambox.run': 'another' };
      const theirs = await run(['exit', '0'], ofAnotherRun);
      const unlabelled = await run(['exit', '0'], world.ownLabels);
      const ours = await run(['exit', '0']);
      await listening.of(ours);
      expect(listening.ids).toContain(theirs);
      expect(listening.ids).not.toContain(unlabelled);
      expect(stopped.ids).toEqual([]);
      listening.stop();
      await Promise.all([theirs, unlabelled, ours].map((id) => world.engine.removeContainer(id)));
    });

    it('tell who was killed from who killed himself', async () => {
      const exits = await collectExits(world);
      const killed = await world.createProbe(['wait']);
      await world.engine.startContainer(killed);
      await world.engine.killContainer(killed);
      expect(await exits.of(killed)).toEqual({ id: killed, exitCode: 137, killed: true });
      const own = await run(['exit', '137']);
      expect(await exits.of(own)).toEqual({ id: own, exitCode: 137, killed: false });
      exits.stop();
      await Promise.all([killed, own].map((id) => world.engine.removeContainer(id)));
    });

    it('come for a container that is removed while it runs', async () => {
      const exits = await collectExits(world);
      const id = await world.createProbe(['wait']);
      await world.engine.startContainer(id);
      await world.engine.removeContainer(id);
      expect(await exits.of(id)).toEqual({ id, exitCode: 137, killed: true });
      exits.stop();
    });

    it('can be watched again after the last listener left', async () => {
      (await collectExits(world)).stop();
      const exits = await collectExits(world);
      const id = await run(['exit', '4']);
      expect(await exits.of(id)).toEqual({ id, exitCode: 4, killed: false });
      exits.stop();
      await world.engine.removeContainer(id);
    });
  });
}

interface CollectedExits {
  readonly ids: readonly string[];
  /** Resolves when this container's exit has been told. */
  of(id: string): Promise<ContainerExit>;
  stop(): void;
}

async function collectExits({ engine }: EngineWorld): Promise<CollectedExits> {
  const told = new Map<string, ContainerExit>();
  const awaited = new Map<string, (exit: ContainerExit) => void>();
  const stop = await engine.watchExits((exit) => {
    told.set(exit.id, exit);
    awaited.get(exit.id)?.(exit);
  });
  return {
    get ids() {
      return [...told.keys()];
    },
    of: (id) =>
      new Promise((resolve) => {
        awaited.set(id, resolve);
        const exit = told.get(id);
        if (exit !== undefined) {
          resolve(exit);
        }
      }),
    stop,
  };
}
