import { expect, test } from 'vitest';
import { memoryChart } from '../../../../src/benchmark/page/memory-chart.ts';
import { testResult } from '../../../support/benchmark-result.ts';
import { shownResult } from '../../../support/benchmark-shown.ts';

test('time and cost at each memory size, with the prices they come from', () => {
  const chart = memoryChart(shownResult(5, 5));
  expect(chart?.description).toMatch(/hello at 128 MB: 1\d\d ms, \$0\.\d\d a million/);
  expect(chart?.note).toMatch(/us-east-1, x86_64, as of \d{4}-\d\d-\d\d/);
  const panels = chart?.draw(600).map(({ svg }) => svg) ?? [];
  expect(panels).toHaveLength(2);
  expect(panels[0]).toContain('Time to the answer of a cold start, ms');
  expect(panels[1]).toMatch(/>\$\d\.\d\d</);
});

test('one memory size is nothing to draw', () => {
  expect(memoryChart(testResult({ rounds: 3 }))).toBeNull();
});
