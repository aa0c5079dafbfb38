import { expect, test } from 'vitest';
import { parseBar } from '../../../../src/benchmark/gate/bar.ts';
import { baselineOf } from '../../../../src/benchmark/gate/baseline.ts';
import { baselineChanges, judgeBars } from '../../../../src/benchmark/gate/verdict.ts';
import { formatGate } from '../../../../src/cli/bench/print-gate.ts';
import { createPaint } from '../../../../src/cli/paint.ts';
import { testResult } from '../../../support/benchmark-result.ts';
import { gateMeasurement } from '../../../support/gate-measurement.ts';

test('each function against the baseline, each bar once with every function', () => {
  const measurement = gateMeasurement();
  const baseline = baselineOf(testResult({ rounds: 20 }), gateMeasurement({ seed: 2 }));
  const bars = ['init.p50>+10%', 'cold.answered.p50>1ms'].map(parseBar);
  const changes = baselineChanges(measurement, baseline);
  const verdicts = judgeBars(bars, measurement, baseline);
  const lines = formatGate({ baseline, changes, verdicts }, createPaint(false)).split('\n');
  expect(lines.filter((line) => line.endsWith('÷ the baseline'))).toHaveLength(2);
  expect(lines.filter((line) => line === 'cold.init.p50>+10%')).toHaveLength(1);
  const [, ...held] = lines.slice(lines.indexOf('cold.init.p50>+10%'));
  expect(held[0]).toMatch(/^ {2}a at 128 MB: [\d.]+ \[[\d.]+–[\d.]+\] {2}held$/);
  expect(held[1]).toMatch(/^ {2}b at 128 MB: /);
  expect(lines.filter((line) => line.endsWith('BROKEN'))).toHaveLength(2);
});

test('nothing where nothing was asked for', () => {
  const nothing = { baseline: null, changes: [], verdicts: [] };
  expect(formatGate(nothing, createPaint(false))).toBe('');
});
