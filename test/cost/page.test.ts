import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { benchmarkPage } from '../../src/benchmark/page/benchmark-page.ts';
import { median } from '../../src/benchmark/statistics/percentile.ts';
import { shownResult } from '../support/benchmark-shown.ts';
import { openBrowser } from '../support/open-browser.ts';

// On a quiet machine alone, by name: npx vitest run --project cost page
test('a page of 10,000 samples opens in less than a second, drawn', async () => {
  // Two functions and a control at two sizes.
  const result = shownResult(500, 1_200);
  expect(result.samples.length).toBeGreaterThan(10_000);
  const directory = await mkdtemp(path.join(os.tmpdir(), 'lambox-page-'));
  try {
    const file = path.join(directory, 'report.html');
    await writeFile(file, benchmarkPage(result));
    await using browser = await openBrowser();
    const times: number[] = [];
    for (let time = 0; time < 5; time += 1) {
      await using page = await browser.newPage();
      const began = performance.now();
      await page.goto(pathToFileURL(file).href);
      await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))');
      times.push(performance.now() - began);
    }
    process.stdout.write(`ms until it was drawn: ${times.map(Math.round).join(', ')}\n`);
    expect(median(times)).toBeLessThan(1_000);
  } finally {
    await rm(directory, { recursive: true });
  }
});
