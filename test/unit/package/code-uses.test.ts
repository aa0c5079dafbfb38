import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { describe, expect, it, vi } from 'vitest';
import { CodeUses } from '../../../src/package/code-uses.ts';
import { TemporaryDirectory } from '../../support/temporary-directory.ts';

const sha256 = 'a'.repeat(64);
const dead = execFileSync('sh', ['-c', 'echo $$'], { encoding: 'utf8' }).trim();
const fileOf = (kind: string, host = hostname(), pid = dead): string =>
  `code-uses/${sha256}/${kind}-${host}+${pid}+1+abc`;

describe('an entry in use', () => {
  it('is not removed before every use of it has ended', async () => {
    using cache = new TemporaryDirectory();
    const uses = new CodeUses(cache.path);
    const remove = vi.fn(async () => {});
    const [first, second] = [await uses.take(sha256), await uses.take(sha256)];
    await first();
    expect(await uses.isUsed(sha256)).toBe(true);
    expect(await uses.removeUnused(sha256, remove)).toBe(false);
    await second();
    expect(await uses.removeUnused(sha256, remove)).toBe(true);
    expect(remove).toHaveBeenCalledTimes(1);
    expect(readdirSync(cache.join('code-uses'))).toEqual([]);
  });

  it('by a dead process is not in use; by another host it is', async () => {
    using cache = new TemporaryDirectory();
    const uses = new CodeUses(cache.path);
    cache.write({ [fileOf('lease')]: '', [fileOf('lease', hostname(), `${process.pid}`)]: '' });
    expect(await uses.isUsed(sha256)).toBe(false);
    cache.write({ [fileOf('lease', 'another-host')]: '' });
    expect(await uses.isUsed(sha256)).toBe(true);
  });

  it('is waited for while it is removed, and is not there then', async () => {
    using cache = new TemporaryDirectory();
    const uses = new CodeUses(cache.path);
    const order: string[] = [];
    let taken: Promise<unknown> = Promise.resolve();
    await uses.removeUnused(sha256, async () => {
      taken = uses.take(sha256).then(() => order.push('taken'));
      const folder = cache.join('code-uses', sha256);
      await vi.waitFor(() => expect(readdirSync(folder)).toHaveLength(2), { timeout: 30_000 });
      order.push('removed');
    });
    await taken;
    expect(order).toEqual(['removed', 'taken']);
    expect(await uses.isUsed(sha256)).toBe(true);
  });

  it('is not waited for where the one who removes it is dead', async () => {
    using cache = new TemporaryDirectory();
    cache.write({ [fileOf('removing')]: '' });
    await new CodeUses(cache.path).take(sha256);
  });

  it('knows its size and when it was put', async () => {
    using cache = new TemporaryDirectory();
    const uses = new CodeUses(cache.path);
    expect(await uses.read(sha256)).toBeNull();
    await uses.take(sha256);
    await uses.note(sha256, 12);
    expect(await uses.read(sha256)).toEqual({ sizeBytes: 12, lastUsedMs: expect.any(Number) });
  });
});
