import { expect, test } from 'vitest';
import { listContenders } from '../../../../src/benchmark/contender.ts';
import { benchmarkPlot } from '../../../../src/cli/bench/plot.ts';
import { createPaint } from '../../../../src/cli/paint.ts';
import { testResult } from '../../../support/benchmark-result.ts';
import { coldSample } from '../../../support/benchmark-samples.ts';

const plain = createPaint(false);

/** Cold starts of `a` in 100 ms, one in 110; of `b` in 180, and a straggler. */
const more = [
  ...Array.from({ length: 8 }, (_, round) => coldSample('a at 128 MB', round, 40)),
  coldSample('a at 128 MB', 8, 50),
  ...Array.from({ length: 29 }, (_, round) => coldSample('b at 128 MB', round, 120)),
  coldSample('b at 128 MB', 29, 900),
];

test('a line a contender on one scale, a straggler in the last column', () => {
  // 48 columns from 100 to 198 ms, which is a tenth beyond the middle of `b`.
  const column = (ms: number) => Math.floor(((ms - 100) / 98) * 48);
  const [, title, a, b, axis] = benchmarkPlot(testResult({ rounds: 0, more }), plain);
  expect(title).toBe('cold start, until answered, ms; at the right the median');
  const first = `█${' '.repeat(column(110) - 1)}▁`;
  expect(a).toBe(`a at 128 MB  ${first.padEnd(48)}     100`);
  const second = `${' '.repeat(column(180))}█`;
  expect(b).toBe(`b at 128 MB  ${second.padEnd(47)}▁     180`);
  expect(axis).toMatch(/^ {13}100 +149 +198$/);
});

test('colours on a terminal alone', () => {
  const result = testResult({ rounds: 0, more });
  expect(benchmarkPlot(result, createPaint(true)).join('\n')).toContain('\u001b[36m');
  expect(benchmarkPlot(result, plain).join('\n')).not.toContain('\u001b');
});

test('nothing where nothing was measured, and one sample is no distribution', () => {
  expect(benchmarkPlot(testResult({ rounds: 0 }), plain)).toEqual([]);
  const one = [coldSample('a at 128 MB', 0)];
  expect(benchmarkPlot(testResult({ rounds: 0, more: one }), plain)).toEqual([]);
});

test('a long name keeps its memory size', () => {
  const functions = [{ name: 'x'.repeat(60), options: { code: './x' } }];
  const contenders = listContenders(functions, [1_769]);
  const samples = [0, 1].map((round) => coldSample(contenders[0]?.name ?? '', round));
  const result = testResult({ rounds: 0, contenders, more: samples });
  expect(benchmarkPlot(result, plain)[2]).toMatch(/^x+…x+ at 1,769 MB {2}/);
});
