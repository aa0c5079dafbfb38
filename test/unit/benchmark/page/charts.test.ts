import { expect, test } from 'vitest';
import { charts } from '../../../../src/benchmark/page/charts.ts';
import { testResult } from '../../../support/benchmark-result.ts';
import { shownResult } from '../../../support/benchmark-shown.ts';

test('every chart that has something to say, each described in words', () => {
  const drawn = charts(shownResult(10, 50));
  expect(drawn.map(({ name }) => name)).toEqual([
    ...['comparison', 'waterfall', 'memory'],
    ...['cold-answered', 'cold-init', 'warm-answered'],
  ]);
  for (const { description, draw } of drawn) {
    expect(description).toMatch(/hello.*\d/);
    for (const { svg, width } of draw(500)) {
      expect(svg.slice(0, 30)).toContain('<svg role="img" aria-label="');
      expect(width).toBe(500);
    }
  }
  expect(charts(testResult({ rounds: 0 }))).toEqual([]);
});

test('no colour that the page does not define, none that a theme does not turn', () => {
  const svgs = charts(shownResult(3, 3)).flatMap(({ draw }) => draw(500).map(({ svg }) => svg));
  const colours = svgs.flatMap((svg) => svg.match(/(?<=(?:fill|stroke)=")[^"]+/g) ?? []);
  const kinds = new Set(colours.map((colour) => colour.replace(/\(--\w+\)/, '()')));
  expect([...kinds].sort()).toEqual(['currentColor', 'none', 'var()']);
});
