import { describe, expect, it } from 'vitest';
import type { ImageSummary } from '../../../src/engine/container-engine.ts';
import { LamboxError } from '../../../src/errors.ts';
import { listImagesMadeHere, removeImages } from '../../../src/package/images-made-here.ts';
import { createFakeEngine } from '../../support/fake-engine.ts';

const labels = { 'dev.lambox.image': 'lambox/base:debian-13', 'dev.lambox.recipe': 'older' };
const nameless = { references: [], parentId: null, labels, sizeBytes: 1 };

describe('an old base without a name', () => {
  it('is known by having been imported: one built elsewhere on top of it was not', async () => {
    const engine = createFakeEngine({ guest: async () => 0, images: { x: {} } });
    const described = await engine.inspectImage('x');
    if (described === null) return expect.unreachable();
    const summaries: ImageSummary[] = [
      { id: 'sha256:base', ...nameless },
      { id: 'sha256:loaded', ...nameless },
    ];
    const images = await listImagesMadeHere({
      ...engine,
      listImages: async () => summaries,
      inspectImage: async (id) => ({ ...described, imported: id === 'sha256:base' }),
    });
    expect(images.map(({ id }) => id)).toEqual(['sha256:base']);
  });
});

describe('removeImages', () => {
  /** An engine in which each image is kept by those that stand on it. */
  function engineOf(dependents: Readonly<Record<string, string>>) {
    const engine = createFakeEngine({ guest: async () => 0 });
    const gone: string[] = [];
    const removeImage = async (id: string) => {
      const dependent = dependents[id];
      if (dependent !== undefined && !gone.includes(dependent)) {
        const evidence = { statusCode: 409 };
        throw new LamboxError('EngineFailed', 'image has dependent child images', { evidence });
      }
      gone.push(id);
    };
    return { engine: { ...engine, removeImage }, gone };
  }
  const image = (id: string) => ({ id, references: [] });

  it('goes on while what stood on one of them is removed', async () => {
    const { engine, gone } = engineOf({ base: 'stage', stage: 'image' });
    expect(await removeImages(engine, ['base', 'stage', 'image'].map(image))).toEqual([]);
    expect(gone).toEqual(['image', 'stage', 'base']);
  });

  it('keeps what something else stands on, and says so', async () => {
    const { engine, gone } = engineOf({ base: "a user's" });
    const kept = await removeImages(engine, ['base', 'image'].map(image));
    expect(kept.map(({ id }) => id)).toEqual(['base']);
    expect(gone).toEqual(['image']);
  });
});
