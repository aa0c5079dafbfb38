import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createCodeStore } from '../../../src/package/code-store.ts';
import { TemporaryDirectory } from '../../support/temporary-directory.ts';

/** Longer than the kernel's tick: what is older is taken for settled. */
const tickMs = 40;

const modeOf = (path: string): number => lstatSync(path).mode & 0o7777;

// The real file system, watched.
vi.mock('node:fs', { spy: true });
afterEach(() => vi.resetAllMocks());

describe('putting a directory into the code store', () => {
  it('keeps content, executables and links, readable for everybody', async () => {
    using source = new TemporaryDirectory();
    using cache = new TemporaryDirectory();
    source.write({
      'index.js': 'exports.handler = 1',
      'bin/tool': '#!/bin/sh',
      '.hidden/ü b': 'x',
    });
    chmodSync(source.join('index.js'), 0o600);
    chmodSync(source.join('bin/tool'), 0o700);
    chmodSync(source.join('bin'), 0o700);
    symlinkSync('../index.js', source.join('bin/link'));

    const code = await createCodeStore(cache.path).put(source.path);

    expect(code.directory).toBe(cache.join('code', code.sha256));
    expect(code.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(code.sizeBytes).toBe(29);
    expect(readFileSync(`${code.directory}/bin/link`, 'utf8')).toBe('exports.handler = 1');
    expect(readFileSync(`${code.directory}/.hidden/ü b`, 'utf8')).toBe('x');
    expect(modeOf(`${code.directory}/index.js`)).toBe(0o644);
    expect(modeOf(`${code.directory}/bin/tool`)).toBe(0o755);
    expect(modeOf(`${code.directory}/bin`)).toBe(0o755);
    expect(modeOf(code.directory)).toBe(0o755);
    expect(lstatSync(`${code.directory}/index.js`).nlink).toBe(1);
    expect(modeOf(source.join('index.js'))).toBe(0o600);
  });

  it('calls equal content by the same name, wherever it comes from', async () => {
    using first = new TemporaryDirectory();
    using second = new TemporaryDirectory();
    using cache = new TemporaryDirectory();
    first.write({ 'a.js': '1', 'b/c.js': '2' });
    second.write({ 'b/c.js': '2', 'a.js': '1' });
    const store = createCodeStore(cache.path);

    const [one, two] = [await store.put(first.path), await store.put(second.path)];
    second.write({ 'a.js': '3' });
    const changed = await store.put(second.path);

    expect(two).toEqual(one);
    expect(changed.sha256).not.toBe(one.sha256);
    expect(readFileSync(`${changed.directory}/a.js`, 'utf8')).toBe('3');
    expect(readFileSync(`${one.directory}/a.js`, 'utf8')).toBe('1');
  });

  it('reads no file of a tree that has not changed, and every change is seen', async () => {
    using source = new TemporaryDirectory();
    using cache = new TemporaryDirectory();
    source.write({ 'index.js': 'one', 'lib/a.js': 'a' });
    await setTimeout(tickMs);
    const store = createCodeStore(cache.path);
    const first = await store.put(source.path);
    expect(openSync).toHaveBeenCalled();
    vi.mocked(copyFileSync).mockClear();
    vi.mocked(openSync).mockClear();

    expect(await store.put(source.path)).toEqual(first);
    expect(copyFileSync).not.toHaveBeenCalled();
    expect(openSync).not.toHaveBeenCalled();

    source.write({ 'lib/a.js': 'b' });
    const second = await store.put(source.path);
    expect(second.sha256).not.toBe(first.sha256);

    chmodSync(source.join('lib/a.js'), 0o755);
    const third = await store.put(source.path);
    expect(third.sha256).not.toBe(second.sha256);
  });

  it('stores again what was removed from the cache', async () => {
    using source = new TemporaryDirectory();
    using cache = new TemporaryDirectory();
    source.write({ 'index.js': 'one' });
    await setTimeout(tickMs);
    const store = createCodeStore(cache.path);
    const { directory } = await store.put(source.path);
    rmSync(directory, { recursive: true });

    await store.put(source.path);

    expect(readFileSync(`${directory}/index.js`, 'utf8')).toBe('one');
  });

  it('lets two processes store the same tree at once', async () => {
    using source = new TemporaryDirectory();
    using cache = new TemporaryDirectory();
    source.write(Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`f${i}`, `${i}`])));

    const stored = await Promise.all(
      Array.from({ length: 4 }, () => createCodeStore(cache.path).put(source.path)),
    );

    expect(new Set(stored.map((code) => code.sha256)).size).toBe(1);
    expect(readdirSync(cache.join('code'))).toEqual([stored[0]?.sha256]);
  });

  it('removes what a killed process left, and nothing of a living one', async () => {
    using source = new TemporaryDirectory();
    using cache = new TemporaryDirectory();
    source.write({ 'index.js': 'one' });
    const host = execFileSync('hostname', { encoding: 'utf8' }).trim();
    const dead = Number(execFileSync('sh', ['-c', 'echo $$'], { encoding: 'utf8' }));
    const left = `.work-${host}-${dead}-abcdef`;
    const alive = `.work-${host}-${process.ppid}-abcdef`;
    const foreign = `.work-another-host-${dead}-abcdef`;
    cache.write({
      [`code/${left}/half`]: '',
      [`code/${alive}/half`]: '',
      [`code/${foreign}/half`]: '',
    });

    const { sha256 } = await createCodeStore(cache.path).put(source.path);

    expect(readdirSync(cache.join('code')).sort()).toEqual([foreign, alive, sha256].sort());
  });
});

describe('a code store that cannot be written', () => {
  it('says which folder and what to do, and leaves nothing half done', async () => {
    using source = new TemporaryDirectory();
    using cache = new TemporaryDirectory();
    source.write({ 'index.js': 'one' });
    vi.mocked(copyFileSync).mockImplementation(() => {
      throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    });

    await expect(createCodeStore(cache.path).put(source.path)).rejects.toMatchObject({
      code: 'StorageFailed',
      message: `cannot write to "${cache.join('code')}": there is no space left on its disk`,
      remedy: expect.stringContaining('XDG_CACHE_HOME'),
    });
    expect(readdirSync(cache.join('code'))).toEqual([]);
  });
});
