import { symlinkSync } from 'node:fs';
import { expect, it } from 'vitest';
import { checkLayerCount, checkLayers } from '../../../src/package/layers.ts';
import { TemporaryDirectory } from '../../support/temporary-directory.ts';

it('takes five layers and not one more', () => {
  checkLayerCount(['a', 'b', 'c', 'd', 'e']);
  expect(() => checkLayerCount(['a', 'b', 'c', 'd', 'e', 'f'])).toThrow(
    'Cannot reference more than 5 layers. 6 are given',
  );
});

it('says which layer is not there', async () => {
  await expect(checkLayers(['./nowhere'])).rejects.toMatchObject({
    code: 'InvalidCode',
    message: 'the layer "./nowhere" does not exist',
  });
});

it('refuses a layer that is named twice, by whatever path', async () => {
  using directory = new TemporaryDirectory();
  directory.write({ 'one/a': '', 'two/a': '' });
  symlinkSync('one', directory.join('same'));
  const [one, two, same] = ['one', 'two', 'same'].map((name) => directory.join(name));
  await checkLayers([one ?? '', two ?? '']);
  await expect(checkLayers([one ?? '', two ?? '', same ?? ''])).rejects.toMatchObject({
    code: 'InvalidOption',
    message: expect.stringContaining(`${one} and ${same} are versions of the same layer.`),
  });
});
