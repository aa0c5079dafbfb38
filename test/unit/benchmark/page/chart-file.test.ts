import { expect, test } from 'vitest';
import { headline } from '../../../../src/benchmark/headline.ts';
import { chartFile } from '../../../../src/benchmark/page/chart-file.ts';
import { chartImage } from '../../../../src/benchmark/page/chart-image.ts';
import { charts } from '../../../../src/benchmark/page/charts.ts';
import { shownResult } from '../../../support/benchmark-shown.ts';

const result = shownResult(3, 3);
const facts = { ...result, finding: headline(result) };
const files = charts(result).map((chart) => ({ chart, svg: chartFile(chart, facts) }));

test('a drawing on its own says what was found, what it shows and where it was measured', () => {
  for (const { chart, svg } of files) {
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" role="img"/);
    expect(svg).toContain(`>${chart.title}</text>`);
    expect(svg).toMatch(/starts \d+\u00a0% (faster|slower) than hello/);
    expect(svg).toContain('lambox bench 0.1.0, 2026-11-26; 2 × Test, x64; docker 26, overlay2');
  }
});

test('no colour depends on a page', () => {
  for (const { svg } of files) expect(svg.match(/var\(|currentColor|<style/g)).toBeNull();
});

test('as a picture it is twice as large', () => {
  const { svg = '' } = files[0] ?? {};
  const png = Buffer.from(chartImage(svg, ''));
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  const [, width] = /width="(\d+)"/.exec(svg) ?? [];
  expect(png.readUInt32BE(16)).toBe(2 * Number(width));
});
