import { EventEmitter, once } from 'node:events';
import { expect, it } from 'vitest';
import { watchCode } from '../../../src/cli/code-watch.ts';
import { TemporaryDirectory } from '../../support/temporary-directory.ts';

it('calls back at the beginning and for edits, never twice at once', async () => {
  using directory = new TemporaryDirectory();
  directory.write({ 'index.mjs': '1', 'lib/a.mjs': '1' });
  const calls = new EventEmitter();
  let running = 0;
  let most = 0;
  let count = 0;
  await using _watch = watchCode(directory.path, async () => {
    running += 1;
    most = Math.max(most, running);
    count += 1;
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    calls.emit('called');
  });
  await once(calls, 'called');
  for (const file of ['index.mjs', 'lib/a.mjs', 'new/b.mjs', 'new/b.mjs']) {
    const called = once(calls, 'called');
    directory.write({ [file]: `${count}` });
    await called;
  }
  expect(count).toBeGreaterThanOrEqual(5);
  expect(most).toBe(1);
});
