import { describe, expect, it } from 'vitest';
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
  });
}
