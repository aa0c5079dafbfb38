import { describe, expect, it } from 'vitest';
import { resolveImage } from '../../../src/package/image-resolver.ts';
import { ensureImageVolumes } from '../../../src/package/image-volumes.ts';
import { createFakeEngine } from '../../support/fake-engine.ts';

async function withVolumes(volumes: readonly string[]) {
  const engine = createFakeEngine({ guest: async () => 0, images: { api: { volumes } } });
  return { engine, image: await resolveImage(engine, 'api', { registryMirror: null }) };
}

describe('the volumes that an image declares', () => {
  it('are covered read-only by one of ours for each path, the same every time', async () => {
    const { engine, image } = await withVolumes(['/data', '/tmp/x', '/var/cache']);

    const mounts = await ensureImageVolumes(engine, image);

    expect(mounts).toMatchObject([
      { target: '/data', readOnly: true },
      { target: '/var/cache', readOnly: true },
    ]);
    expect(await engine.listVolumes({ 'dev.lambox.run': '' })).toEqual(
      mounts.map((mount) => mount.volume),
    );
    expect(await ensureImageVolumes(engine, image)).toEqual(mounts);
    expect(await engine.listVolumes({})).toHaveLength(2);
  });

  it('are filled by a container that is never started and does not stay', async () => {
    const { engine, image } = await withVolumes(['/data']);

    await ensureImageVolumes(engine, image);

    expect(engine.calls.get('startContainer')).toBeUndefined();
    expect(engine.containers.size).toBe(0);
  });

  it('cost an image without any not a single request', async () => {
    const { engine, image } = await withVolumes([]);
    const before = new Map(engine.calls);

    expect(await ensureImageVolumes(engine, image)).toEqual([]);
    expect(engine.calls).toEqual(before);
  });
});
