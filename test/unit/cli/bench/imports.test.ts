import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createCommandLine } from '../../../support/command-line.ts';

const quick = ['--memory', '128', '--cold', '1', '--warm', '1', '--imports'];
const entry = (text: string) => {
  return { text, offsetMs: 1, epochMs: 1, origin: 'function' } as const;
};
const script = () => ({
  logs: [
    entry('lambox-imports [["/var/task/index.mjs",null,40],["/a/node_modules/left/i.js",null,50]]'),
    entry('lambox-imports {"totalMs":91}'),
  ],
});

test('--imports: a table after the figures, a line of JSON after the samples', async () => {
  const line = await createCommandLine({ script });
  const folder = path.join(line.configuration.cacheDirectory, 'bench');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 's.jsonl');
  expect(await line.run('bench', '.', ...quick, '--json', file)).toBe(0);
  expect(line.out()).toMatch(
    /imports of .+ at 128 MB +modules +own +with its\nleft +1 +50.0 +50.0/,
  );
  expect(line.out()).toContain("no module's own");
  const last = readFileSync(file, 'utf8').trimEnd().split('\n').at(-1) ?? '';
  expect(JSON.parse(last)).toMatchObject({ type: 'imports', runs: 5, totalMs: 91, restMs: 1 });
  const probes = line.created.filter(({ variables = {} }) => 'NODE_OPTIONS' in variables);
  // None of the cold starts that are measured has the probe in it.
  expect(probes).toHaveLength(6);
  expect(line.created.indexOf(probes[0] ?? { code: '' })).toBe(1 + 2 * 2);
});

test('a function that says nothing of its imports is named', async () => {
  const line = await createCommandLine();
  expect(await line.run('bench', '.', ...quick)).toBe(0);
  expect(line.err()).toContain('says nothing of imports');
  expect(line.out()).not.toContain('imports of');
});
