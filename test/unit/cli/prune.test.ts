import { access, mkdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Labels } from '../../../src/engine/container-engine.ts';
import { currentOwner, formatOwner } from '../../../src/environment/owner.ts';
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
  await mkdir(entry, { recursive: true });
  await writeFile(path.join(entry, 'file'), '');
  expect(await line.run('prune', '--yes', '--images', '--cache')).toBe(0);
  expect(line.out()).toBe(`image     lambox/nodejs:24\nfolder    ${entry}\nremoved 2\n`);
  expect(await engine.inspectImage('lambox/nodejs:24')).toBeNull();
  expect(await engine.inspectImage('my/own:1')).not.toBeNull();
  await expect(access(entry)).rejects.toThrow();
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
