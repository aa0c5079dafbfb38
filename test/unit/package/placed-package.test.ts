import { expect, it } from 'vitest';
import { placePackage } from '../../../src/package/placed-package.ts';
import { createFakeEngine } from '../../support/fake-engine.ts';
import { functionVersion } from '../../support/function-version.ts';
import { probeGuest } from '../../support/probe-guest.ts';
import { TemporaryDirectory } from '../../support/temporary-directory.ts';

it('places code and layers in volumes of their own, called by their digests', async () => {
  using cache = new TemporaryDirectory();
  cache.write({ 'ab/index.mjs': '', 'cd/bin/tool': '' });
  const { image, ...deployed } = functionVersion().package;
  const engine = createFakeEngine({ guest: probeGuest, images: { [image.id]: {} } });
  const codeDirectory = cache.join('ab');
  const given = { image, ...deployed, codeDirectory, layersDirectory: cache.join('cd') };
  const { codeVolume, layersVolume } = await placePackage(engine, given);
  expect(codeVolume).toMatch(/^lambox-code-ab-/);
  expect(layersVolume).toMatch(/^lambox-code-cd-/);
  const alone = await placePackage(engine, { ...given, layersDirectory: null });
  expect([alone.codeVolume, alone.layersVolume]).toEqual([codeVolume, undefined]);
});
