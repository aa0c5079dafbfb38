/**
 * What AWS would bill, in whole milliseconds: the sum of Duration and Init Duration rounded up, at
 * least 1 (row 5.3-3). Both counts are first taken to the nanosecond, so that the binary remainder
 * of a sum such as 0.1 + 0.2 costs nothing.
 */
export function billedDurationMs(durationMs: number, initDurationMs: number | null): number {
  const sum = durationMs + (initDurationMs ?? 0);
  return Math.max(1, Math.ceil(Number(sum.toFixed(6))));
}
