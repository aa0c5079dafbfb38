import { expect, test } from 'vitest';
import { parseBar } from '../../../../src/benchmark/gate/bar.ts';
import { baselineOf } from '../../../../src/benchmark/gate/baseline.ts';
import { gateMarkdown } from '../../../../src/benchmark/gate/gate-text.ts';
import { baselineChanges, judgeBars } from '../../../../src/benchmark/gate/verdict.ts';
import { testResult } from '../../../support/benchmark-result.ts';
import { gateMeasurement } from '../../../support/gate-measurement.ts';

test('tables for a pull request', () => {
  const measurement = gateMeasurement();
  const baseline = baselineOf(testResult({ rounds: 20 }), gateMeasurement({ seed: 2 }));
  const bars = ['init.p50>+10%', 'init.p50>1ms', 'warm.answered.p50>1ms'].map(parseBar);
  const text = gateMarkdown({
    baseline,
    changes: baselineChanges(measurement, baseline),
    verdicts: judgeBars(bars, measurement, baseline),
  });
  expect(text).toContain(
    'The baseline is of 2026-11-26T20:00:00.000Z, 2 × Test, x64, Lambox 0.1.0',
  );
  expect(text).toMatch(/\| a at 128 MB \| cold.init \| [\d.]+ \[.*\] \| no difference found \|/);
  expect(text).toMatch(/\| `cold.init.p50>\+10%` \| b at 128 MB \| [\d.]+ \[.*\] \| held \|/);
  expect(text).toMatch(/\| `cold.init.p50>1ms` \| a at 128 MB \| [\d.]+ ms \[.*\] \| BROKEN \|/);
  expect(text).toContain('| – | too noisy to tell: 0 samples, 20 are needed |');
  const tables = text.split('\n').filter((line) => line.startsWith('|'));
  expect(new Set(tables.map((line) => line.split('|').length))).toEqual(new Set([6]));
});

test('nothing where nothing was asked for', () => {
  expect(gateMarkdown({ baseline: null, changes: [], verdicts: [] })).toBe('');
});
