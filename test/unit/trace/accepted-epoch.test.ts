import { expect, test } from 'vitest';
import { acceptedEpochMs } from '../../../src/trace/accepted-epoch.ts';

test("the platform's own line tells, the function's does not", () => {
  const own = { text: 'x', offsetMs: 1, epochMs: 9_999, origin: 'function' } as const;
  const platform = { text: 'START', offsetMs: 2.5, epochMs: 1_002.5, origin: 'platform' } as const;
  expect(acceptedEpochMs({ logs: [own, platform] })).toBe(1_000);
  expect(acceptedEpochMs({ logs: [own] })).toBe(0);
});
