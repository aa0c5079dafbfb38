import fc from 'fast-check';
import { expect, it } from 'vitest';
import { billedDurationMs } from '../../../src/lambda/billing.ts';

it.each([
  [600_000, 476.75, 600_477],
  [1_233.96, 463.512, 1_698],
  [2.37, 423.98, 427],
])('bills %d ms and %d ms of init as %d, as observed', (durationMs, initDurationMs, expected) => {
  expect(billedDurationMs(durationMs, initDurationMs)).toBe(expected);
});

it('rounds a warm event up, at least to 1', () => {
  expect(billedDurationMs(0, null)).toBe(1);
  expect(billedDurationMs(0.2, null)).toBe(1);
  expect(billedDurationMs(3, null)).toBe(3);
  expect(billedDurationMs(3.01, null)).toBe(4);
});

it('does not bill the binary remainder of a difference between two clock readings', () => {
  expect(4.15 - 1.15).toBeGreaterThan(3);
  expect(billedDurationMs(4.15 - 1.15, null)).toBe(3);
  expect(billedDurationMs(4.15 - 1.15, 2)).toBe(5);
});

it('never bills less than was used', () => {
  const duration = fc.double({ min: 0, max: 900_000, noNaN: true });
  fc.assert(
    fc.property(duration, duration, (durationMs, initDurationMs) => {
      const billed = billedDurationMs(durationMs, initDurationMs);
      const used = durationMs + initDurationMs;
      return Number.isInteger(billed) && billed > used - 1e-6 && billed < used + 1 + 1e-6;
    }),
  );
});
