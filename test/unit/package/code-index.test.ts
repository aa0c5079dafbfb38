import { readdirSync, utimesSync } from 'node:fs';
import { expect, it } from 'vitest';
import { boundCodeIndex, readCodeIndex, writeCodeIndex } from '../../../src/package/code-index.ts';
import type { CodeSource } from '../../../src/package/code-source.ts';
import { TemporaryDirectory } from '../../support/temporary-directory.ts';

function source(origin: string): CodeSource {
  return { origin, stamps: 'stamps', changedNs: 0n, writeTo: () => expect.fail('not written') };
}

/** What sources of these names held, each written a second after the one before. */
async function filled(held: Readonly<Record<string, string>>) {
  const folder = new TemporaryDirectory();
  for (const [index, [name, sha256]] of Object.entries(held).entries()) {
    const before = new Set(readdirSync(folder.path));
    await writeCodeIndex(folder.path, source(name), { sha256, sizeBytes: 1 }, 1_000_000_000n);
    const [file = ''] = readdirSync(folder.path).filter((each) => !before.has(each));
    utimesSync(folder.join(file), index, index);
  }
  const known = async () => {
    const names = Object.keys(held);
    const found = await Promise.all(names.map((name) => readCodeIndex(folder.path, source(name))));
    return names.filter((_, index) => found[index] !== null);
  };
  return Object.assign(folder, { known });
}

it('forgets what is no longer in the store, and what is torn, behind an eviction', async () => {
  using folder = await filled({ a: '1', b: '2', c: '1' });
  folder.write({ 'torn.json': '{' });
  const stored = new Set(['1']);
  await boundCodeIndex(folder.path, { stored, evicted: false });
  expect(await folder.known()).toEqual(['a', 'b', 'c']);
  await boundCodeIndex(folder.path, { stored, evicted: true });
  expect(await folder.known()).toEqual(['a', 'c']);
  expect(readdirSync(folder.path)).toHaveLength(2);
});

it('forgets the oldest of too many', async () => {
  using folder = await filled({ a: '1', b: '1', c: '1' });
  await boundCodeIndex(folder.path, { stored: new Set(['1']), evicted: false, countMax: 2 });
  expect(await folder.known()).toEqual(['b', 'c']);
});

it('is content without a folder', async () => {
  await boundCodeIndex('/nonexistent/index', { stored: new Set(), evicted: true });
});
