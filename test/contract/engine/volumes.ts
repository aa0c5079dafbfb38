import { describe, expect, it } from 'vitest';
import { TemporaryDirectory } from '../../support/temporary-directory.ts';
import type { EngineWorld } from '../container-engine.ts';

/** Named volumes. */
export function describeVolumes(world: EngineWorld): void {
  describe('volumes', () => {
    it('are made, found by label and removed, any number of times', async () => {
      const name = `lambox-${world.ownLabels['dev.lambox.owner']}`;
      await world.engine.createVolume(name, world.labels);
      await world.engine.createVolume(name, world.labels);
      expect(await world.engine.listVolumes(world.labels)).toEqual([name]);
      await world.engine.removeVolume(name);
      await world.engine.removeVolume(name);
      expect(await world.engine.listVolumes(world.labels)).toEqual([]);
    });

    it('take files of this machine through a container that is never started', async () => {
      const { engine, labels } = world;
      const volume = `lambox-files-${world.ownLabels['dev.lambox.owner']}`;
      using directory = new TemporaryDirectory();
      directory.write({ 'a.txt': 'a', 'b/c.txt': 'c', 'd.txt': 'd' });
      await engine.createVolume(volume, labels);
      const target = '/files';
      const mounts = (readOnly: boolean) => [{ volume, target, readOnly, noCopy: true }];
      const helper = await world.createProbe(['wait'], { volumes: mounts(false) });
      const source = directory.path;
      await engine.copyDirectory(helper, { source, entries: ['b', 'd.txt'], target });
      await engine.removeContainer(helper);
      const reader = { volumes: mounts(true), logs: 'keep' } as const;
      const id = await world.createProbe(['list', target], reader);
      await engine.startContainer(id);
      expect(await engine.waitContainer(id)).toBe(0);
      expect(await engine.containerOutput(id)).toBe('b\nd.txt\n');
      await engine.removeContainer(id);
      await engine.removeVolume(volume);
    });
  });
}
