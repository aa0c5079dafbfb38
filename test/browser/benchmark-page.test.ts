import { mkdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { benchmarkPage } from '../../src/benchmark/page/benchmark-page.ts';
import { loadPage } from '../../src/benchmark/page/load-page.ts';
import { shownResult } from '../support/benchmark-shown.ts';
import { shownLoad } from '../support/load-report.ts';
import { openBrowser } from '../support/open-browser.ts';

/** Where pictures go for somebody to look at; not set, none are taken. */
const { LAMBOX_TEST_PICTURES: pictures } = process.env;

const looks = [
  { name: 'desk', width: 1_280, height: 900, colorScheme: 'light' },
  { name: 'desk-dark', width: 1_280, height: 900, colorScheme: 'dark' },
  { name: 'phone', width: 360, height: 740, colorScheme: 'light' },
  { name: 'phone-dark', width: 360, height: 740, colorScheme: 'dark' },
] as const;

const pages = { report: benchmarkPage(shownResult()), load: loadPage(shownLoad()) } as const;
const pageNames = ['report', 'load'] as const;

const look = path.join(import.meta.dirname, '../support/page-look.mjs');
const axe = createRequire(import.meta.url).resolve('axe-core');

let browser: Browser;
let directory: string;
const addressOf = (page: keyof typeof pages) =>
  pathToFileURL(path.join(directory, `${page}.html`)).href;

beforeAll(async () => {
  browser = await openBrowser();
  directory = await mkdtemp(path.join(os.tmpdir(), 'lambox-page-'));
  for (const page of pageNames) {
    await writeFile(path.join(directory, `${page}.html`), pages[page]);
  }
  if (pictures !== undefined) mkdirSync(pictures, { recursive: true });
});

afterAll(async () => {
  await browser?.close();
  await rm(directory, { recursive: true, force: true });
});

/** The second page is of the same parts: two looks tell what is its own. */
const shown = [
  ...looks.map((screen) => ({ page: 'report', ...screen }) as const),
  ...[looks[0], looks[3]].map((screen) => ({ page: 'load', ...screen }) as const),
];

describe.each(shown)('$page at $width pixels, $colorScheme ($name)', (screen) => {
  const { page: of, name, width, height, colorScheme } = screen;
  const options = { viewport: { width, height }, colorScheme } as const;

  test('asks nobody for anything and complains of nothing', async () => {
    const said: string[] = [];
    await onPage(options, async (page) => {
      page.on('request', (request) => said.push(request.url()));
      page.on('console', (message) => said.push(message.text()));
      page.on('pageerror', (error) => said.push(error.message));
      await page.goto(addressOf(of), { waitUntil: 'networkidle' });
      if (pictures === undefined) return;
      await page.screenshot({ path: path.join(pictures, `${of}-${name}.png`), fullPage: true });
    });
    expect(said).toEqual([addressOf(of)]);
  });

  test('is no wider than the screen, and every word in a drawing can be read', async () => {
    await onPage(options, async (page) => {
      await page.goto(addressOf(of));
      await page.addScriptTag({ path: look });
      expect(await page.evaluate('pageLook.excessWidth()')).toBe(0);
      expect(await page.evaluate('pageLook.badTexts(12)')).toEqual([]);
    });
  });

  test('is accessible as far as axe can tell, contrast included', async () => {
    await onPage(options, async (page) => {
      await page.goto(addressOf(of));
      await page.addScriptTag({ path: look });
      await page.addScriptTag({ path: axe });
      expect(await page.evaluate('pageLook.axeComplaints()')).toEqual([]);
    });
  });
});

test.each(pageNames)(
  '%s on paper: a few pages, dark ink on white whatever the screen has',
  async (of) => {
    await onPage({ colorScheme: 'dark' }, async (page) => {
      await page.goto(addressOf(of));
      await page.emulateMedia({ media: 'print' });
      await page.addScriptTag({ path: look });
      expect(await page.evaluate('pageLook.inkAndPaper()')).toEqual({
        ink: 'rgb(27, 31, 36)',
        paper: 'rgb(255, 255, 255)',
      });
      const paper = await page.pdf({ format: 'A4', margin: { top: '1cm', bottom: '1cm' } });
      if (pictures !== undefined) await writeFile(path.join(pictures, `${of}.pdf`), paper);
      const sheets = paper.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? [];
      expect(sheets.length).toBeGreaterThan(0);
      expect(sheets.length).toBeLessThanOrEqual(8);
    });
  },
);

async function onPage(options: BrowserContextOptions, use: (page: Page) => Promise<void>) {
  const context = await browser.newContext(options);
  try {
    await use(await context.newPage());
  } finally {
    await context.close();
  }
}
