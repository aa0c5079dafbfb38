import { readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { createCodeStore } from '../../src/package/code-store.ts';

/**
 * A process that puts entries into a store which has no room for them, looks at each while it uses
 * it, and gives it back: `code-store-worker <cache> <sources> <rounds> <seed>`.
 */
const [cache = '', sources = '', rounds = '', seed = ''] = process.argv.slice(2);
/** So many are there to choose from, of a kilobyte each; the store has room for two. */
const entryCount = 4;
const entryBytes = 1_024;
const source = await mkdtemp(path.join(sources, 'worker-'));

let state = Number(seed);
for (let round = 0; round < Number(rounds); round += 1) {
  // Numbers that look random and are the same each time.
  state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
  const content = String(Math.floor(state / 65_536) % entryCount).padEnd(entryBytes);
  await writeFile(path.join(source, 'file'), content);
  const store = createCodeStore(cache, 2 * entryBytes);
  const { directory } = await store.put(source);
  for (let look = 0; look < 3; look += 1) {
    const found = readFileSync(path.join(directory, 'file'), 'utf8');
    if (found !== content)
      throw new Error(`round ${round}: ${found.trim()}, not ${content.trim()}`);
    await new Promise(setImmediate);
  }
  await store.release();
}
