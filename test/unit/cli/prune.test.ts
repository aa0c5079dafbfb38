import { access, mkdir, readdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { ImageSummary, Labels } from '../../../src/engine/container-engine.ts';
import { LamboxError } from '../../../src/errors.ts';
import { currentOwner, formatOwner } from '../../../src/owner.ts';
import { CodeUses } from '../../../src/package/code-uses.ts';
import { createCommandLine } from '../../support/command-line.ts';
import { createFakeEngine } from '../../support/fake-engine.ts';

const guest = async () => 0;
const deadOwner = `${hostname()}/${process.pid}/1`;

async function withLeftovers() {
  const engine = createFakeEngine({
    guest,
    images: {
      'lambox/nodejs:24': { labels: { 'dev.lambox.image': 'lambox/nodejs:24' } },
      // Built on top of it: labels are inherited.
      'my/own:1': { labels: { 'dev.lambox.image': 'lambox/nodejs:24' } },
    },
  });
  const line = await createCommandLine({ parts: { findEngine: async () => engine } });
  const create = (name: string, owner: string, labels: Labels = { 'dev.lambox.run': 'r' }) =>
    engine.createContainer({
      name,
      image: 'my/own:1',
      entryPoint: ['x'],
      networkMode: 'none',
      labels: { ...labels, 'dev.lambox.owner': owner },
    });
  return { engine, line, create };
}

test('nothing to remove is said', async () => {
  const { line } = await withLeftovers();
  expect(await line.run('prune', '--yes')).toBe(0);
  expect(line.out()).toBe('nothing to remove\n');
});

test("by label only: the dead ones' containers, not the living ones', not strangers'", async () => {
  const { engine, line, create } = await withLeftovers();
  await create('dead', deadOwner);
  await create('living', formatOwner(currentOwner()));
  await create('stranger', '', {});
  await engine.createVolume('cover', { 'dev.lambox.run': 'r' });
  expect(await line.run('prune', '--yes')).toBe(0);
  expect(line.out()).toBe('container dead\nremoved 1\n');
  expect([...engine.containers.values()].map(({ spec }) => spec.name)).toEqual([
    'living',
    'stranger',
  ]);
  expect(await line.run('prune', '--yes', '--all')).toBe(0);
  expect(line.out()).toContain('container living\nvolume    cover\nremoved 2\n');
  expect([...engine.containers.values()].map(({ spec }) => spec.name)).toEqual(['stranger']);
});

test('images and cache only when asked for', async () => {
  const { engine, line } = await withLeftovers();
  const entry = path.join(line.configuration.cacheDirectory, 'code');
  await mkdir(path.join(entry, 'a'.repeat(64)), { recursive: true });
  expect(await line.run('prune', '--yes', '--images', '--cache')).toBe(0);
  expect(line.out()).toBe(`image     lambox/nodejs:24\nfolder    ${entry}\nremoved 2\n`);
  expect(await engine.inspectImage('lambox/nodejs:24')).toBeNull();
  expect(await engine.inspectImage('my/own:1')).not.toBeNull();
  await expect(access(entry)).rejects.toThrow();
});

test('of the code store what nobody uses, unless all is asked for', async () => {
  const { line } = await withLeftovers();
  const { cacheDirectory } = line.configuration;
  const [used, unused] = ['a'.repeat(64), 'b'.repeat(64)];
  const entry = (name: string) => path.join(cacheDirectory, 'code', name);
  await mkdir(entry(used), { recursive: true });
  await mkdir(entry(unused), { recursive: true });
  await new CodeUses(cacheDirectory).take(used);
  expect(await line.run('prune', '--yes', '--cache')).toBe(0);
  const folder = `folder    ${path.join(cacheDirectory, 'code')}`;
  expect(line.out()).toBe(`${folder}, but one entry in use\nremoved 1\n`);
  expect(await readdir(path.join(cacheDirectory, 'code'))).toEqual([used]);
  expect(await line.run('prune', '--yes', '--cache', '--all')).toBe(0);
  expect(line.out()).toContain(`${folder}\nremoved 1\n`);
  expect(await readdir(cacheDirectory)).toEqual([]);
});

test('images built of a directory or loaded of a file, by our names alone', async () => {
  const { engine, line } = await withLeftovers();
  const built = 'lambox-function/app:0123456789ab';
  const summaries: ImageSummary[] = [
    { references: [built, 'my/copy:1'], labels: { 'dev.lambox.image': built } },
    { references: ['lambox-function/loaded:0123456789ab'], labels: {} },
    { references: ['my/lambox-function/x:1'], labels: {} },
  ].map((image, index) => ({ id: `sha256:${index}`, parentId: null, sizeBytes: 1, ...image }));
  engine.listImages = async () => summaries;
  expect(await line.run('prune', '--yes', '--images')).toBe(0);
  const images = [built, 'lambox-function/loaded:0123456789ab'];
  expect(line.out()).toBe(`${images.map((name) => `image     ${name}\n`).join('')}removed 2\n`);
});

test('an image of an older recipe is ours, what was built on it is not', async () => {
  const { engine } = await withLeftovers();
  const labels = { 'dev.lambox.image': 'lambox/nodejs:24', 'dev.lambox.recipe': 'older' };
  const untagged = { references: [], labels, sizeBytes: 1 };
  const summaries: ImageSummary[] = [
    // Docker makes a step of each label.
    { id: 'sha256:old', parentId: 'step', ...untagged },
    { id: 'sha256:users', parentId: 'sha256:old', ...untagged },
    { id: 'sha256:unknown', parentId: null, ...untagged },
  ];
  const parents: Readonly<Record<string, Labels>> = {
    step: { ...labels, 'dev.lambox.recipe': "the base's" },
    'sha256:old': labels,
  };
  const removed: string[] = [];
  const base = await engine.inspectImage('my/own:1');
  const findEngine = async () => ({
    ...engine,
    listImages: async () => summaries,
    inspectImage: async (id: string) => base && { ...base, labels: parents[id] ?? {} },
    removeImage: async (id: string) => {
      removed.push(id);
      const evidence = { statusCode: 409 };
      throw new LamboxError('EngineFailed', 'image has dependent child images', { evidence });
    },
  });
  const other = await createCommandLine({ parts: { findEngine } });
  expect(await other.run('prune', '--yes', '--images')).toBe(0);
  expect(removed).toEqual(['sha256:old']);
});

test('where nobody can answer it removes nothing', async () => {
  const { engine, line, create } = await withLeftovers();
  await create('dead', deadOwner);
  expect(await line.run('prune')).toBe(2);
  expect(line.err()).toContain('Give --yes');
  expect(engine.containers.size).toBe(1);
});

test.each([
  ['y\n', 0],
  ['n\n', 1],
  ['\n', 1],
])('asked on a terminal, %j leaves %i', async (answer, left) => {
  const { engine, line, create } = await withLeftovers();
  await create('dead', deadOwner);
  const terminal = Object.assign(line.stdin, { isTTY: true });
  terminal.push(answer);
  expect(await line.run('prune')).toBe(0);
  expect(engine.containers.size).toBe(left);
});
