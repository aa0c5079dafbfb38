import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { readImageArchive, renamedArchive } from '../../../../src/engine/docker/image-archive.ts';
import { type ArchiveForm, imageArchive, reopened, tarOf } from '../../../support/image-archive.ts';

const architecture = process.arch === 'arm64' ? 'arm64' : 'x86_64';
const options = { reference: 'lambox-function/x:1', architecture, name: '/x.tar' } as const;
const forms: readonly ArchiveForm[] = ['docker save', 'OCI layout', 'OCI layout, nested and gzip'];

describe.each(forms)('an archive in the form %s', (form) => {
  it('has its image found and called by our name alone', async () => {
    const open = reopened(await imageArchive(form, { a: 'b' }));
    const image = await readImageArchive(open, options);
    expect(image.layers).toHaveLength(1);
    const renamed = await buffer(renamedArchive(open(), image, options));
    expect(renamed.toString()).not.toContain('somebody/else');
    const again = await readImageArchive(reopened(renamed), options);
    expect(again).toEqual(image);
    expect(renamed.toString()).toContain('"RepoTags":["lambox-function/x:1"]');
    expect(renamed.toString()).not.toContain('oci-layout');
  });
});

describe('what is refused', () => {
  it('a tar without an image', async () => {
    const open = reopened(await tarOf({ 'index.mjs': Buffer.from('') }));
    await expect(readImageArchive(open, options)).rejects.toMatchObject({
      code: 'InvalidCode',
      message: 'the archive "/x.tar" holds no image, expected one',
    });
  });

  it('one with several images', async () => {
    const entry = { Config: 'c.json', Layers: [] };
    const manifest = Buffer.from(JSON.stringify([entry, entry]));
    const open = reopened(await tarOf({ 'manifest.json': manifest }));
    await expect(readImageArchive(open, options)).rejects.toMatchObject({
      message: 'the archive "/x.tar" holds 2 images, expected one',
    });
  });

  it.each([
    ['text', Buffer.from('no archive at all, but longer than a header of a tar'.repeat(40))],
    ['a broken gzip', Buffer.from([0x1f, 0x8b, 1, 2, 3])],
  ])('%s', async (_, bytes) => {
    const open = () => Readable.from([bytes]);
    await expect(readImageArchive(open, options)).rejects.toMatchObject({
      code: 'InvalidCode',
      message: expect.stringContaining('"/x.tar" cannot be read as a tar'),
    });
  });

  it('one that ends in the middle, and one that cannot be opened', async () => {
    const whole = await imageArchive('docker save', {});
    for (const open of [
      reopened(whole.subarray(0, 700)),
      () => new Readable({ read: (): void => {} }).destroy(new Error('EACCES')),
    ]) {
      await expect(readImageArchive(open, options)).rejects.toMatchObject({ code: 'InvalidCode' });
    }
  });

  it('nothing at all', async () => {
    const open = reopened(Buffer.alloc(0));
    await expect(readImageArchive(open, options)).rejects.toMatchObject({ code: 'InvalidCode' });
  });
});
