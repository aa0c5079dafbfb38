import { expect, it } from 'vitest';
import { emulationNotice } from '../../../src/package/emulation.ts';
import { TemporaryDirectory } from '../../support/temporary-directory.ts';

const engine = { architecture: 'x86_64', local: true } as const;
const image = { reference: 'app:1', architecture: 'arm64' } as const;
const entry = (state: string, flags: string) =>
  `${state}\ninterpreter /usr/bin/qemu-aarch64-static\nflags: ${flags}\noffset 0\n`;

it('nothing is said of an image for the engine’s own processor', async () => {
  expect(
    await emulationNotice(engine, { ...image, architecture: 'x86_64' }, '/nowhere'),
  ).toBeNull();
});

it('an image that is emulated is called so, its timings not comparable', async () => {
  using folder = new TemporaryDirectory();
  folder.write({ 'qemu-aarch64': entry('enabled', 'POCF') });
  expect(await emulationNotice(engine, image, folder.path)).toBe(
    'app:1 is for arm64 and emulated on this x86_64 machine: its timings are not comparable',
  );
});

it.each([
  ['disabled', entry('disabled', 'F')],
  ['not in containers', entry('enabled', '')],
  ['not there', null],
])('one that nothing can run is refused: emulation is %s', async (_, text) => {
  using folder = new TemporaryDirectory();
  if (text !== null) folder.write({ 'qemu-aarch64': text });
  await expect(emulationNotice(engine, image, folder.path)).rejects.toMatchObject({
    code: 'InvalidOption',
    message:
      "app:1 is for arm64, and the engine's machine is x86_64, with nothing to emulate the other",
    remedy: expect.stringContaining('linux/amd64'),
  });
});

it('the other way round', async () => {
  using folder = new TemporaryDirectory();
  folder.write({ 'qemu-x86_64': entry('enabled', 'F') });
  const arm = { ...engine, architecture: 'arm64' } as const;
  const foreign = { ...image, architecture: 'x86_64' } as const;
  expect(await emulationNotice(arm, foreign, folder.path)).toContain('emulated on this arm64');
});

it('of an engine elsewhere it cannot be known', async () => {
  const elsewhere = { ...engine, local: false };
  expect(await emulationNotice(elsewhere, image, '/nowhere')).toContain('not comparable');
});
