import { describe, expect, it } from 'vitest';
import { LamboxError } from '../../../src/errors.ts';
import { ensureFilesVolume } from '../../../src/package/files-volume.ts';
import { createFakeEngine } from '../../support/fake-engine.ts';
import { probeGuest } from '../../support/probe-guest.ts';
import { TemporaryDirectory } from '../../support/temporary-directory.ts';

function world() {
  const engine = createFakeEngine({ guest: probeGuest, images: { base: {} } });
  const directory = new TemporaryDirectory();
  directory.write({ 'index.mjs': '', 'lib/a.mjs': '' });
  const options = { name: 'code-ab', directory: directory.path, image: 'base' };
  const copies = () => engine.calls.get('copyDirectory') ?? 0;
  return { engine, options, copies, [Symbol.dispose]: () => directory[Symbol.dispose]() };
}

describe('files in a volume', () => {
  it('travel once, in a container that is never started and does not stay', async () => {
    using given = world();
    const { engine, options, copies } = given;
    const volume = await ensureFilesVolume(engine, options);
    expect(volume).toMatch(/^lambox-code-ab-[0-9a-f]{8}$/);
    expect(await ensureFilesVolume(engine, options)).toBe(volume);
    expect(copies()).toBe(1);
    expect(engine.containers.size).toBe(0);
    expect(engine.calls.get('startContainer')).toBeUndefined();
    expect(await ensureFilesVolume(engine, { ...options, name: 'code-cd' })).not.toBe(volume);
    expect(await engine.listVolumes({ 'dev.lambox.run': '' })).toHaveLength(4);
  });

  it('travel again where the volume is gone, or was never whole', async () => {
    using given = world();
    const { engine, options, copies } = given;
    const volume = await ensureFilesVolume(engine, options);
    await engine.removeVolume(volume);
    const second = await ensureFilesVolume(engine, options);
    expect(second).not.toBe(volume);
    await engine.removeVolume(`${second}-whole`);
    expect(await ensureFilesVolume(engine, options)).not.toBe(second);
    expect(copies()).toBe(3);
  });

  it('leave nothing where the copy fails', async () => {
    using given = world();
    const { engine, options } = given;
    engine.failNext('copyDirectory', new LamboxError('EngineFailed', 'disk full'));
    await expect(ensureFilesVolume(engine, options)).rejects.toThrow('disk full');
    expect(await engine.listVolumes({})).toEqual([]);
    expect(engine.containers.size).toBe(0);
  });
});
