/**
 * What AWS would bill, in whole milliseconds: the sum of Duration and Init Duration rounded up, at
 * least 1 (row 5.3-3). The sum is first taken to the nanosecond: durations are differences between
 * clock readings, and the binary remainder of 4.15 - 1.15 must not cost a millisecond.
 */
export function billedDurationMs(durationMs: number, initDurationMs: number | null): number {
  const sum = durationMs + (initDurationMs ?? 0);
  return Math.max(1, Math.ceil(Number(sum.toFixed(6))));
}
