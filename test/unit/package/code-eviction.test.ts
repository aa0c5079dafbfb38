import { readdirSync, readFileSync, utimesSync } from 'node:fs';
import { expect, it } from 'vitest';
import { emptyCodeStore, evictCode, listUsedCode } from '../../../src/package/code-eviction.ts';
import { createCodeStore } from '../../../src/package/code-store.ts';
import { TemporaryDirectory } from '../../support/temporary-directory.ts';

/** A store with entries of these names, 10 bytes each, put in their order. */
async function filled(names: readonly string[], release = true) {
  const cache = new TemporaryDirectory();
  const digests = new Map<string, string>();
  for (const [index, name] of names.entries()) {
    using source = new TemporaryDirectory();
    source.write({ file: name.padEnd(10) });
    const store = createCodeStore(cache.path);
    const { sha256 } = await store.put(source.path);
    digests.set(name, sha256);
    utimesSync(cache.join('code-uses', sha256, 'used'), index, index);
    if (release) await store.release();
  }
  const present = () => {
    const there = new Set(readdirSync(cache.join('code')));
    return names.filter((name) => there.has(digests.get(name) ?? ''));
  };
  return Object.assign(cache, { present });
}

it('removes the least recently used first, until the others fit', async () => {
  using store = await filled(['a', 'b', 'c', 'd']);
  expect(await evictCode(store.path, 40)).toBe(0);
  expect(await evictCode(store.path, 25)).toBe(2);
  expect(store.present()).toEqual(['c', 'd']);
  expect(readdirSync(store.join('code'))).toHaveLength(2);
  expect(readdirSync(store.join('code-uses'))).toHaveLength(2);
});

it('a put makes room, for nothing that is in use', async () => {
  using store = await filled(['a', 'b']);
  using source = new TemporaryDirectory();
  source.write({ file: 'new one   ' });
  const { directory, sha256 } = await createCodeStore(store.path, 15).put(source.path);
  expect(store.present()).toEqual([]);
  expect(readFileSync(`${directory}/file`, 'utf8')).toBe('new one   ');
  expect(await listUsedCode(store.path)).toEqual([sha256]);
  expect(await evictCode(store.path, 1)).toBe(0);
});

it('what is put again is the most recent', async () => {
  using store = await filled(['a', 'b']);
  using source = new TemporaryDirectory();
  source.write({ file: 'a'.padEnd(10) });
  const again = createCodeStore(store.path);
  await again.put(source.path);
  await again.release();
  await evictCode(store.path, 10);
  expect(store.present()).toEqual(['a']);
});

it('measures what an earlier version has put', async () => {
  using store = await filled(['a']);
  const old = '0'.repeat(64);
  store.write({ [`code/${old}/lib/file`]: 'x'.repeat(100) });
  // The old one was put before anybody noted when: its folder's own time counts, which is now.
  expect(await evictCode(store.path, 105)).toBe(1);
  expect(readdirSync(store.join('code'))).toEqual([old]);
  expect(await evictCode(store.path, 99)).toBe(1);
});

it('empties the store but for what is in use', async () => {
  using used = await filled(['a', 'b'], false);
  await emptyCodeStore(used.path);
  expect(used.present()).toEqual(['a', 'b']);
  using unused = await filled(['a', 'b']);
  await emptyCodeStore(unused.path);
  expect(readdirSync(unused.path).sort()).not.toContain('code');
});
