import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runProgram } from '../support/lambox-command.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('the example of the library page is the one that runs', async () => {
  const example = await readFile(`${root}/examples/vitest/orders.test.mjs`, 'utf8');
  expect(await readFile(`${root}/docs/library.md`, 'utf8')).toContain(example);
});

test('it passes', async () => {
  const vitest = `${root}/node_modules/vitest/vitest.mjs`;
  const words = [vitest, 'run', '--root', `${root}/examples/vitest`];
  const { exitCode, stdout, stderr } = await runProgram(process.execPath, words);
  expect(exitCode, stdout + stderr).toBe(0);
  expect(stdout).toMatch(/2 passed/);
});
