import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { createCommandLine } from '../support/command-line.ts';
import { openBrowser } from '../support/open-browser.ts';

const quick = ['--memory', '128,512', '--cold', '3', '--warm', '6'];

// Here and not with the unit tests, because words in pictures need fonts, as a browser does.
test('--charts writes each chart as SVG that a browser takes, and as PNG', async () => {
  const line = await createCommandLine();
  const folder = path.join(line.configuration.cacheDirectory, 'new', 'charts');
  expect(await line.run('bench', '.', ...quick, '--charts', folder)).toBe(0);
  expect(line.err()).toContain(`the charts are in ${folder}`);
  const names = ['cold-answered', 'cold-init', 'memory', 'waterfall'];
  expect(readdirSync(folder).toSorted()).toEqual(
    names.flatMap((name) => [`${name}.png`, `${name}.svg`]),
  );
  await using browser = await openBrowser();
  const page = await browser.newPage();
  for (const name of names) {
    expect(readFileSync(path.join(folder, `${name}.png`), 'latin1').slice(1, 4)).toBe('PNG');
    // XML that is not well formed is shown as an error, in a document of another kind.
    await page.goto(pathToFileURL(path.join(folder, `${name}.svg`)).href);
    expect(await page.evaluate('document.documentElement.localName')).toBe('svg');
    expect(await page.evaluate('document.querySelectorAll("parsererror").length')).toBe(0);
  }
});

test('--charts of --rate', async () => {
  const line = await createCommandLine();
  const folder = path.join(line.configuration.cacheDirectory, 'charts');
  const load = ['--memory', '128', '--rate', '100/s', '--duration', '1s', '--charts', folder];
  await line.run('bench', '.', ...load);
  expect(line.err()).toContain(`the charts are in ${folder}`);
  const names = readdirSync(folder).toSorted();
  expect(names.slice(0, 2)).toEqual(['load-latency.png', 'load-latency.svg']);
  expect(names.slice(2).join()).toMatch(/^load-time-\S+-128-MB\.png,load-time-\S+-128-MB\.svg$/);
});

test('a folder that cannot be made is said before anything is started', async () => {
  const line = await createCommandLine();
  const file = path.join(import.meta.dirname, 'bench-charts.test.ts', 'charts');
  expect(await line.run('bench', '.', ...quick, '--charts', file)).toBe(3);
  expect(line.err()).toContain('Give --charts a folder that can be written to.');
  expect(line.created).toHaveLength(0);
  expect(existsSync(file)).toBe(false);
});
