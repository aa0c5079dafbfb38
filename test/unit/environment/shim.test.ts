import { describe, expect, it } from 'vitest';
import { mountedShim, travellingShim } from '../../../src/environment/shim.ts';
import { LamboxError } from '../../../src/errors.ts';
import { createFakeEngine } from '../../support/fake-engine.ts';
import { TemporaryDirectory } from '../../support/temporary-directory.ts';

describe('the shim', () => {
  it('is mounted where the engine sees our files', async () => {
    expect(await mountedShim('/here/lambox-shim-amd64').mount('base')).toEqual({
      program: '/var/lambox/shim',
      binds: [{ source: '/here/lambox-shim-amd64', target: '/var/lambox/shim', readOnly: true }],
      volumes: [],
    });
  });

  it('travels alone, once for all that ask, and again after a failure', async () => {
    using directory = new TemporaryDirectory();
    directory.write({ 'lambox-shim-amd64': 'x', 'lambox-shim-arm64': 'y' });
    const engine = createFakeEngine({ guest: async () => 0, images: { base: {} } });
    const shim = travellingShim(engine, directory.join('lambox-shim-amd64'));
    engine.failNext('createVolume', new LamboxError('EngineFailed', 'no'));
    await expect(shim.mount('base')).rejects.toThrow('no');
    const [mount, same] = await Promise.all([shim.mount('base'), shim.mount('base')]);
    expect(same).toBe(mount);
    expect(mount.program).toBe('/var/lambox/shim/lambox-shim-amd64');
    expect(mount.binds).toEqual([]);
    expect(mount.volumes).toMatchObject([{ target: '/var/lambox/shim', readOnly: true }]);
    expect(mount.volumes[0]?.volume).toMatch(/^lambox-shim-[0-9a-f]{32}-[0-9a-f]{8}$/);
    expect(engine.calls.get('copyDirectory')).toBe(1);
  });
});
