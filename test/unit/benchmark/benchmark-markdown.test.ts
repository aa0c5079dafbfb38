import { expect, test } from 'vitest';
import { benchmarkMarkdown } from '../../../src/benchmark/benchmark-markdown.ts';
import { testResult } from '../../support/benchmark-result.ts';

test('tables of figures and comparisons, and how to have them again', () => {
  const text = benchmarkMarkdown(testResult({ rounds: 20 }));
  const lines = text.split('\n');
  expect(lines[0]).toBe('### Cold starts, measured');
  expect(text).toMatch(/\| a at 128 MB \| init \| 20 \| [\d.]+ \| [\d.]+ \| – \| – \|/);
  expect(text).toMatch(
    /\| b at 128 MB ÷ a at 128 MB \| cold.init \| [\d.]+ \[.*no difference found/,
  );
  expect(text).toContain('Again: `lambox bench ./a --compare ./b`');
  const tables = lines.filter((line) => line.startsWith('|'));
  const columns = tables.map((line) => line.split('|').length);
  expect(new Set(columns)).toEqual(new Set([9, 7]));
});
