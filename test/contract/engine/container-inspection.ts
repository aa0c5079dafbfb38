import { describe, expect, it } from 'vitest';
import type { EngineWorld } from '../container-engine.ts';

const user = '993:990';

/** What looks into a container. */
export function describeContainerInspection(world: EngineWorld): void {
  describe('a look into a container', () => {
    it('shows what was written outside of all mounts, running and ended', async () => {
      const id = await world.createProbe(['wait'], { tmpfs: { '/tmp': 'rw' } });
      expect(await world.engine.containerChanges(id)).not.toContainEqual(
        expect.objectContaining({ path: '/tmp/written' }),
      );
      await world.engine.startContainer(id);
      const before = await world.engine.containerChanges(id);
      const words = ['/probe', 'write', '/written'];
      const end = await world.engine.runInContainer(id, { words, user: '0:0' });
      expect(end).toEqual({ exitCode: 0, output: '', complaint: '' });
      const added = { path: '/written', kind: 'added' };
      expect(before).not.toContainEqual(added);
      expect(await world.engine.containerChanges(id)).toContainEqual(added);
      await world.engine.killContainer(id);
      await world.engine.waitContainer(id);
      expect(await world.engine.containerChanges(id)).toContainEqual(added);
      await world.engine.removeContainer(id);
      const gone = world.engine.containerChanges(id);
      await expect(gone).rejects.toMatchObject({ code: 'EngineFailed' });
    });

    it('runs a program beside the others, its output and exit code told apart', async () => {
      const id = await world.createProbe(['wait']);
      const run = (...words: string[]) =>
        world.engine.runInContainer(id, { words: ['/probe', ...words], user });
      await expect(run('say', 'early')).rejects.toMatchObject({ code: 'EngineFailed' });
      await world.engine.startContainer(id);
      const said = { exitCode: 0, output: 'out: ünï\n', complaint: 'err: ünï\n' };
      expect(await run('say', 'ünï')).toEqual(said);
      expect(await run('exit', '7')).toEqual({ exitCode: 7, output: '', complaint: '' });
      const [large, small] = await Promise.all([run('flood', '3000000'), run('say', 'x')]);
      expect([large.output.length, small.output]).toEqual([3_000_000, 'out: x\n']);
      await world.engine.removeContainer(id);
      await expect(run('say', 'late')).rejects.toMatchObject({ code: 'EngineFailed' });
    });
  });
}
