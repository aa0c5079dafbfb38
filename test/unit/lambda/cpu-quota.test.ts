import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cpuQuota, cpuShares } from '../../../src/lambda/cpu-quota.ts';

it('gives 1,769 MB one CPU and less memory its share', () => {
  expect(cpuQuota(1_769, 8, 100_000)).toEqual({ quotaUs: 100_000, periodUs: 100_000 });
  expect(cpuQuota(128, 8, 100_000)).toEqual({ quotaUs: 7_236, periodUs: 100_000 });
  expect(cpuQuota(10_240, 8, 100_000)).toEqual({ quotaUs: 578_858, periodUs: 100_000 });
});

it('sets none where the host has no more than the share', () => {
  expect(cpuQuota(1_769, 1, 20_000)).toBeNull();
  expect(cpuQuota(3_538, 2, 20_000)).toBeNull();
  expect(cpuQuota(3_537, 2, 20_000)).not.toBeNull();
});

it('lengthens a period whose quota would be refused', () => {
  expect(cpuQuota(1_769, 2, 1_000)).toEqual({ quotaUs: 1_000, periodUs: 1_000 });
  expect(cpuQuota(128, 2, 10_000)).toEqual({ quotaUs: 1_000, periodUs: 13_820 });
});

it('keeps the share within a hundredth, whatever the period', () => {
  const memory = fc.integer({ min: 128, max: 10_240 });
  const period = fc.integer({ min: 1_000, max: 1_000_000 });
  fc.assert(
    fc.property(memory, period, (memorySizeMb, periodUs) => {
      const quota = cpuQuota(memorySizeMb, 64, periodUs);
      if (quota === null) return false;
      const share = quota.quotaUs / quota.periodUs / (memorySizeMb / 1_769);
      return quota.quotaUs >= 1_000 && Math.abs(share - 1) < 0.01;
    }),
  );
});

it('weighs environments by their memory', () => {
  expect([128, 1_769, 10_240].map(cpuShares)).toEqual([74, 1_024, 5_928]);
});
