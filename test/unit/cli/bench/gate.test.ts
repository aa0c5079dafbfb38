import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createCommandLine } from '../../../support/command-line.ts';
import type { Script } from '../../../support/scripted-function.ts';

const quick = ['--memory', '128', '--cold', '20', '--warm', '20'];

async function benchLine(script: Script = () => ({})) {
  const line = await createCommandLine({ script });
  const folder = line.configuration.cacheDirectory;
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'bench.json');
  const bench = (...words: string[]) => line.run('bench', '.', ...quick, ...words);
  return { ...line, folder, file, bench };
}

test('--update-baseline writes what --baseline compares with, calibrators not shown', async () => {
  const { bench, file, folder, created, out, err } = await benchLine();
  expect(await bench('--baseline', file, '--update-baseline')).toBe(0);
  expect(err()).toContain(`the baseline is ${file}`);
  const calibrators = created.filter(({ functionName }) => functionName === 'lambox-calibrator');
  // As often as the function and its control: a round to warm up and twenty that count.
  expect([calibrators.length, created.length]).toEqual([21, 3 * 21]);
  expect(out()).not.toContain('calibrator at');
  expect(await bench('--baseline', file, '--fail-on', 'init.p50>+10%')).toBe(0);
  expect(out()).toContain('÷ the baseline');
  expect(out()).toMatch(/cold.init.p50>\+10%\n.* 1.00 \[1.00–1.00\] {2}held/);
  expect(readdirSync(path.join(folder, 'bench'))).toEqual([]);
});

test('a broken bar is exit code 4, in Markdown as well', async () => {
  const { bench, out } = await benchLine();
  const bars = ['--fail-on', 'init.p50>250ms', '--fail-on', 'init.p50>79ms'];
  expect(await bench(...bars, '--markdown')).toBe(4);
  expect(out()).toContain('| `cold.init.p50>79ms` |');
  expect(out()).toContain('| BROKEN |');
});

test('without a baseline per cent are of what --compare is compared with', async () => {
  const { bench, out } = await benchLine();
  expect(await bench('--compare', './src', '--fail-on', 'cold.answered.p50>+5%')).toBe(0);
  expect(out()).toMatch(/src at 128 MB: 1.00 \[1.00–1.00\] {2}held/);
});

test('a run that was ended early leaves the old baseline, and a bar undecided', async () => {
  let events = 0;
  const { bench, file, signal, out, err } = await benchLine(() => {
    events += 1;
    if (events === 20) signal('SIGINT');
    return {};
  });
  writeFileSync(file, 'old');
  const words = ['--update-baseline', '--fail-on', 'init.p50>1ms'];
  expect(await bench('--baseline', file, ...words)).toBe(5);
  expect(err()).toContain(`the run was ended early: ${file} is as it was`);
  expect(out()).toContain('samples, 20 are needed');
  expect(readFileSync(file, 'utf8')).toBe('old');
});

test.each([
  [['--update-baseline'], '--update-baseline was given without --baseline'],
  [['--fail-on', 'init.p50>+10%'], 'has nothing to compare with'],
  [['--fail-on', 'init.p90>9ms'], 'p90 needs 50 samples, --cold gives 20'],
  [['--fail-on', 'warm.answered.p90>9ms'], 'p90 needs 50 samples, --warm gives 20'],
  [['--fail-on', 'init'], "Quote it for your shell: --fail-on 'init.p90>+10%'"],
  [['--baseline', './no-such.json'], './no-such.json does not exist. Measure it first'],
  [['--baseline', '.'], 'cannot be read'],
  [['--baseline', './package.json'], './package.json is no baseline'],
  [['--baseline', './x/y.json', '--update-baseline'], './x/y.json cannot be written'],
  [['--baseline', 'b', '--cold', '19'], '--baseline needs 20 cold starts or more, --cold is 19'],
  [
    ['--baseline', 'b', '--update-baseline', '--fail-on', 'init.p50>+10%'],
    'is of the baseline that --update-baseline replaces',
  ],
])('%j is refused before anything starts', async (words, problem) => {
  const { bench, err, created } = await benchLine();
  expect(await bench(...words)).toBeGreaterThanOrEqual(2);
  expect(err()).toContain(problem);
  expect(created).toEqual([]);
});

test('a baseline without this function, or without this percentile, is refused', async () => {
  const { bench, file, err, folder } = await benchLine();
  await bench('--baseline', file, '--update-baseline');
  expect(await bench('--baseline', file, '--memory', '256')).toBe(2);
  expect(err()).toMatch(/has no \S+ at 256 MB; it has \S+ at 128 MB/);
  const words = ['--cold', '50', '--fail-on', 'init.p90>+10%'];
  expect(await bench('--baseline', file, ...words)).toBe(2);
  expect(err()).toMatch(/has no p90 of cold.init for .* \(of \d+ samples\), which --fail-on/);
  expect(existsSync(path.join(folder, 'bench', 'index.mjs'))).toBe(false);
});
