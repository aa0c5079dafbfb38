import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { chromeTrace } from '../../src/trace/chrome-trace.ts';
import { findGo } from '../support/go-toolchain.ts';
import { openBrowser } from '../support/open-browser.ts';
import { createScriptedFunction } from '../support/scripted-function.ts';

/** Perfetto's page cannot be had without a network; Go's toolchain brings Catapult's viewer. */
function findViewer(): string | null {
  try {
    const root = execFileSync(findGo(), ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
    const folder = path.join(root, 'src/internal/trace/traceviewer/static');
    return existsSync(path.join(folder, 'trace_viewer_full.html')) ? folder : null;
  } catch {
    return null;
  }
}

const viewer = findViewer();
const address = 'http://viewer.test/';
const html = `<!doctype html><script src="webcomponents.min.js"></script>
<link rel="import" href="trace_viewer_full.html"><script src="trace-viewer.mjs"></script>`;
const support = path.join(import.meta.dirname, '../support');

interface Opened {
  readonly processes: readonly string[];
  readonly rows: readonly string[];
  readonly slices: readonly { readonly row: string; readonly title: string; readonly ms: number }[];
  readonly complaints: readonly string[];
}

test.skipIf(viewer === null)('a trace opens in the viewer of chrome://tracing', async () => {
  const logs = [{ text: 'START', offsetMs: 2, epochMs: 1_002, origin: 'platform' }] as const;
  const result = await createScriptedFunction(() => ({ logs })).invoke({});
  const trace = chromeTrace({ functionName: 'hello', emulated: false }, [result]);
  await using browser = await openBrowser();
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  await page.route(`${address}**`, async (route) => {
    const name = path.basename(new URL(route.request().url()).pathname);
    if (name === '') return await route.fulfill({ contentType: 'text/html', body: html });
    const folder = name === 'trace-viewer.mjs' ? support : (viewer ?? '');
    const body = readFileSync(path.join(folder, name), 'utf8');
    const contentType = name.endsWith('js') ? 'text/javascript' : 'text/html';
    return await route.fulfill({ contentType, body });
  });
  await page.goto(address);
  await page.waitForFunction('globalThis.tr?.importer?.Import && globalThis.Polymer');
  const opened: Opened = await page.evaluate((text) => {
    const { openTrace } = globalThis as unknown as { openTrace: (text: string) => Promise<Opened> };
    return openTrace(text);
  }, JSON.stringify(trace));
  const { LAMBOX_TEST_PICTURES: pictures } = process.env;
  if (pictures !== undefined) await page.screenshot({ path: path.join(pictures, 'trace.png') });
  expect(complaints).toEqual([]);
  expect(opened.complaints).toEqual([]);
  expect(opened.processes).toContain('hello');
  expect(opened.rows).toEqual(['invocation', 'allocation', 'init', 'invoke', 'log']);
  const [whole, ...phases] = opened.slices.filter(({ ms }) => ms > 0);
  expect(whole).toMatchObject({ row: 'invocation', title: 'cold (first)' });
  const { phases: measured } = result.timeline;
  expect(phases.map(({ title }) => title).toSorted()).toEqual(
    measured.map(({ name }) => name as string).toSorted(),
  );
  const sum = phases.reduce((all, { ms }) => all + ms, 0);
  expect(sum).toBeCloseTo(whole?.ms ?? Number.NaN, 2);
});
