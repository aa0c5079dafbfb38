import fc from 'fast-check';
import { expect, test } from 'vitest';
import { summarizeLatencies } from '../../../../src/benchmark/load/latency-histogram.ts';

test('of 1 to 10,000 ms every percentile is right to a thousandth', () => {
  const { count, minMs, maxMs, ...percentiles } = summarizeLatencies(
    Array.from({ length: 10_000 }, (_, index) => index + 1),
  );
  expect({ count, minMs, maxMs }).toEqual({ count: 10_000, minMs: 1, maxMs: 10_000 });
  const expected = { p50Ms: 5_000, p90Ms: 9_000, p99Ms: 9_900, p999Ms: 9_990 };
  for (const [name, ms] of Object.entries(expected)) {
    const measured = percentiles[name as keyof typeof expected] ?? Number.NaN;
    expect(Math.abs(measured / ms - 1)).toBeLessThan(0.001);
  }
});

test('a percentile stands only where enough events lie beyond it', () => {
  const of = (count: number) => summarizeLatencies(Array(count).fill(1));
  expect(of(19)).toMatchObject({ count: 19, p50Ms: null, maxMs: 1 });
  expect(of(20)).toMatchObject({ p50Ms: 1, p90Ms: null });
  expect(of(1_000)).toMatchObject({ p99Ms: 1, p999Ms: null });
  expect(of(0)).toMatchObject({ count: 0, minMs: null, p50Ms: null, maxMs: null });
});

test('no percentile lies outside of what was measured', () => {
  const latencies = fc.array(fc.double({ min: 0.001, max: 1e6, noNaN: true }), { minLength: 50 });
  fc.assert(
    fc.property(latencies, (values) => {
      const { minMs, p50Ms, p90Ms, maxMs } = summarizeLatencies(values);
      const [least, middle, high, most] = [minMs ?? 0, p50Ms ?? 0, p90Ms ?? 0, maxMs ?? 0];
      expect(least).toBeLessThanOrEqual(middle + 0.001);
      expect(middle).toBeLessThanOrEqual(high);
      expect(high).toBeLessThanOrEqual(most);
    }),
    { numRuns: 30 },
  );
});
