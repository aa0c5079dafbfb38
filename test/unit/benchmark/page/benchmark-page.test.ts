import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { listContenders } from '../../../../src/benchmark/contender.ts';
import { benchmarkPage } from '../../../../src/benchmark/page/benchmark-page.ts';
import { testResult } from '../../../support/benchmark-result.ts';
import { coldSample, warmSample } from '../../../support/benchmark-samples.ts';

test('one file that needs no other: charts, tables, no script, nothing from outside', () => {
  const page = benchmarkPage(testResult({ rounds: 10 }));
  const { document } = parseHTML(page);
  expect(document.querySelectorAll('figure svg').length).toBeGreaterThanOrEqual(5);
  expect(document.querySelectorAll('script, link, img, iframe')).toHaveLength(0);
  expect(page).not.toMatch(/(src|href)="|url\(|@import/);
  const headings = [...document.querySelectorAll('h2')].map(({ textContent }) => textContent);
  expect(headings).toEqual([
    'Compared',
    'A cold start by phase',
    'Cold start, until answered',
    'Init',
    'Figures',
    'Ratios',
    'Beside AWS',
    'Measure it again',
  ]);
  const groups = [...document.querySelectorAll('th.group')].map((head) => head.textContent);
  expect(groups).toContain('b at 128 MB ÷ a at 128 MB');
  expect(document.querySelector('h1')?.textContent).toContain('No difference found');
  expect(page).toContain('lambox bench ./a --compare ./b');
});

test('names are text, whatever is in them', () => {
  const [options] = [{ code: './x' }];
  const contenders = listContenders([{ name: '<b>"&', options }], [128]);
  const page = benchmarkPage(testResult({ rounds: 3, contenders }));
  expect(page.includes('<b>')).toBe(false);
  expect(page.includes('&lt;b&gt;')).toBe(true);
});

test('several sizes have a chart of their own', () => {
  const contenders = listContenders([{ name: 'a', options: { code: './a' } }], [128, 512]);
  const { document } = parseHTML(benchmarkPage(testResult({ rounds: 3, contenders })));
  const headings = [...document.querySelectorAll('h2')].map(({ textContent }) => textContent);
  expect(headings).toContain('Cold start against memory size');
});

test('10,000 samples weigh less than 1 MB', () => {
  const more = Array.from({ length: 5_000 }, (_, index) => [
    coldSample('a at 128 MB', index, 30 + (index % 97)),
    warmSample('b at 128 MB', index, 1 + (index % 89) / 10),
  ]).flat();
  expect(benchmarkPage(testResult({ rounds: 3, more })).length).toBeLessThan(1e6);
});
