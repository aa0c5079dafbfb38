import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const { LAMBOX_TEST_BROWSER } = process.env;

/** `scripts/suites/vitest.sh` looks in the same places. */
const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
];

/** The system's own browser; none is a failure, because a test that did not run has not passed. */
export function openBrowser(): Promise<Browser> {
  const found = [LAMBOX_TEST_BROWSER, ...places].find(
    (place) => place !== undefined && existsSync(place),
  );
  if (found === undefined) {
    throw new Error(`no browser at ${places.join(', ')}: install chromium, or set one`);
  }
  const isRoot = process.getuid?.() === 0;
  // Fixed fonts and scale; the sandbox of a browser does not work for root.
  const args = ['--font-render-hinting=none', ...(isRoot ? ['--no-sandbox'] : [])];
  return chromium.launch({ executablePath: found, args });
}
