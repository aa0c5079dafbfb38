import { expect, test } from 'vitest';
import { importsChart } from '../../../../src/benchmark/page/imports-chart.ts';
import { testImports } from '../../../support/import-costs.ts';

function drawn(costs = testImports(), width = 880): string {
  return importsChart(costs)
    .draw(width)
    .map(({ svg }) => svg)
    .join('');
}

test('every package that can be seen, as deep as the picture goes', () => {
  const svg = drawn();
  expect(svg.match(/<title>p\d+: /g)).toHaveLength(9);
  expect(svg).toContain('<title>p0: 1,374 ms, its own 120 ms</title>');
  expect(importsChart(testImports()).description).toMatch(/^The dearest .+: p0 120 ms, p1 119 ms/);
});

test('a package too small to be seen is left out, and so is a name without room', () => {
  const tree = [1, 30, 969].map((ms) => {
    return { name: `package${ms}`, selfMs: ms, totalMs: ms, children: [] };
  });
  const svg = drawn({ ...testImports(), tree });
  expect(svg).toContain('<title>package969');
  expect(svg).toContain('<title>package30:');
  expect(svg).not.toContain('<title>package1:');
  expect(svg).toContain('>package969<');
  expect(svg).not.toMatch(/>pack[^<]*30</);
});

test('nothing imported is no picture; a second function has a file of its own', () => {
  expect(drawn({ ...testImports(), tree: [], packages: [] })).toBe('');
  expect(importsChart(testImports(), 1).name).toBe('imports-2');
});
