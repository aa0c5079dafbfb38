import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { evictCode } from '../../src/package/code-eviction.ts';
import { createCodeStore } from '../../src/package/code-store.ts';
import { TemporaryDirectory } from '../support/temporary-directory.ts';

const worker = fileURLToPath(new URL('../support/code-store-worker.ts', import.meta.url));
const entryBytes = 1_024;

function startWorker(directory: TemporaryDirectory, rounds: number, seed: number) {
  directory.write({ 'sources/.keep': '' });
  const sources = directory.join('sources');
  const words = [worker, directory.path, sources, String(rounds), String(seed)];
  return spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'pipe'] });
}

test('processes that put and evict at once never lose what they use', async () => {
  using cache = new TemporaryDirectory();
  const workers = [1, 2, 3].map((seed) => startWorker(cache, 60, seed));
  const ends = await Promise.all(
    workers.map(async (child) => {
      const [errors, [exitCode]] = await Promise.all([text(child.stderr), once(child, 'close')]);
      return { errors, exitCode };
    }),
  );
  expect(ends).toEqual(workers.map(() => ({ errors: '', exitCode: 0 })));
  await evictCode(cache.path, 2 * entryBytes);
  const names = readdirSync(cache.join('code'));
  expect(names.length).toBeLessThanOrEqual(2);
  for (const name of names) expect(name).toMatch(/^[0-9a-f]{64}$/);
  expect(readdirSync(cache.join('code-uses')).sort()).toEqual(names.sort());
});

test('a process that is killed amid its puts leaves nothing that counts', async () => {
  using cache = new TemporaryDirectory();
  using source = new TemporaryDirectory();
  source.write({ file: 'of the next one' });
  const child = startWorker(cache, 1_000_000, 1);
  await vi.waitFor(() => expect(readdirSync(cache.join('code'))).not.toHaveLength(0), {
    timeout: 60_000,
  });
  child.kill('SIGKILL');
  await once(child, 'close');
  const store = createCodeStore(cache.path, 1);
  const { sha256 } = await store.put(source.path);
  expect(readdirSync(cache.join('code'))).toEqual([sha256]);
  await store.release();
  expect(await evictCode(cache.path, 0)).toBe(1);
  expect(readdirSync(cache.join('code'))).toEqual([]);
  expect(readdirSync(cache.join('code-uses'))).toEqual([]);
});
