import { expect, test } from 'vitest';
import { LamboxError } from '../../../src/errors.ts';
import { createCommandLine } from '../../support/command-line.ts';
import { createFakeEngine } from '../../support/fake-engine.ts';
import { TemporaryDirectory } from '../../support/temporary-directory.ts';

const guest = async () => 0;

test('an engine that serves', async () => {
  const engine = createFakeEngine({ guest, images: { 'lambox/nodejs:24': {} } });
  const line = await createCommandLine({ parts: { findEngine: async () => engine } });
  await line.run('doctor');
  const out = line.out();
  expect(out).toContain('docker 1.0.0 at fake://memory (default socket), on this machine');
  expect(out).toMatch(/API version +1\.41/);
  expect(out).toMatch(/cgroup +version 1, cgroupfs/);
  expect(out).toMatch(/channel +socket/);
  // Its containers end at once, so nothing can be prepared.
  expect(out).toMatch(/\/tmp +tmpfs of the size asked for: counts as memory/);
  expect(out).toContain('mind: what a function writes to /tmp counts as its memory (no block');
  expect(engine.containers.size).toBe(0);
  expect(out).toMatch(/disk, code store +.* free in /);
  expect(out).toMatch(/nodejs24\.x +lambox\/nodejs:24/);
});

test('--json is the same as a document', async () => {
  const description = { local: false, memoryBytes: 2 ** 30 };
  const engine = createFakeEngine({ guest, description });
  const line = await createCommandLine({ parts: { findEngine: async () => engine } });
  await line.run('doctor', '--json');
  expect(JSON.parse(line.out())).toMatchObject({
    schemaVersion: 1,
    engine: { address: 'fake://memory' },
    channel: 'attach',
    ephemeralStorage: null,
    disks: [{ what: 'code store' }, { what: 'engine', freeBytes: null }],
    images: expect.arrayContaining([{ runtime: 'nodejs24.x', reference: null, sizeBytes: null }]),
    problems: expect.arrayContaining([
      { what: 'the engine has 1.1 GB of memory', remedy: expect.any(String), blocking: false },
    ]),
  });
});

test('what making an image needs is said where there is none', async () => {
  const engine = createFakeEngine({ guest });
  const parts = { findEngine: async () => engine };
  const without = await createCommandLine({ parts, environment: { PATH: '/no/such:' } });
  await without.run('doctor');
  expect(without.out()).toContain('mind: without mmdebstrap an image can only be pulled');
  using folder = new TemporaryDirectory();
  folder.write({ mmdebstrap: '' });
  const having = await createCommandLine({ parts, environment: { PATH: folder.path } });
  await having.run('doctor');
  expect(having.out()).not.toContain('without mmdebstrap');
});

test('without an engine functions cannot run: 3, with the remedy', async () => {
  const error = new LamboxError('EngineUnreachable', 'No engine', { remedy: 'Start one.' });
  const line = await createCommandLine({ parts: { findEngine: () => Promise.reject(error) } });
  expect(await line.run('doctor')).toBe(3);
  expect(line.out()).toContain('missing: No engine. Start one.\nFunctions cannot run.\n');
});
