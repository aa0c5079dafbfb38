import { expect, test } from 'vitest';
import { benchmarkMarkdown } from '../../../src/benchmark/benchmark-markdown.ts';
import { emulationRemark } from '../../../src/benchmark/emulation-remark.ts';
import { benchmarkPage } from '../../../src/benchmark/page/benchmark-page.ts';
import { formatBenchmark } from '../../../src/cli/bench/print-benchmark.ts';
import { createPaint } from '../../../src/cli/paint.ts';
import { testResult } from '../../support/benchmark-result.ts';
import { coldSample } from '../../support/benchmark-samples.ts';

const emulated = true as const;

test('names those that were emulated, once each, without the control', () => {
  expect(emulationRemark([coldSample('a', 0)])).toBeNull();
  const samples = ['a', 'b', 'a', 'a, again'].map((name) => ({ ...coldSample(name, 0), emulated }));
  expect(emulationRemark(samples)).toBe('emulated, timings not comparable: a; b');
});

test('every report has it', () => {
  const result = testResult({ rounds: 20, more: [{ ...coldSample('<b>', 0), emulated }] });
  const text = 'emulated, timings not comparable: ';
  expect(formatBenchmark(result, createPaint(false))).toContain(`\n${text}<b>\n`);
  expect(benchmarkMarkdown(result)).toContain(`\n${text}<b>.\n`);
  expect(benchmarkPage(result)).toContain(`${text}&lt;b&gt;</strong>`);
  expect(formatBenchmark(testResult({ rounds: 20 }), createPaint(false))).not.toContain(text);
});
