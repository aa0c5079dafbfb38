import { expect, test } from 'vitest';
import { Bandwidth } from '../../../src/invocation/bandwidth.ts';
import { limits } from '../../../src/lambda/limits.ts';

function bandwidthAt() {
  const time = { nowMs: 1_000 };
  const bandwidth = new Bandwidth({
    clock: { monotonicMs: () => time.nowMs, epochMs: () => 0 },
    burstBytes: limits.streamedResponseBurstBytes,
    bytesPerSecond: limits.streamedResponseBytesPerSecond,
  });
  return { bandwidth, time };
}

test('6 MiB at any speed, then 2 MiB a second', () => {
  const { bandwidth } = bandwidthAt();
  expect(bandwidth.take(6_291_456)).toBe(0);
  expect(bandwidth.take(1_048_576)).toBe(500);
  expect(bandwidth.take(1_048_576)).toBe(1_000);
});

test('time pays the debt and fills the bucket, never over its rim', () => {
  const { bandwidth, time } = bandwidthAt();
  bandwidth.take(6_291_456 + 2_097_152);
  time.nowMs += 1_000;
  expect(bandwidth.take(0)).toBe(0);
  expect(bandwidth.take(2_097_152)).toBe(1_000);
  time.nowMs += 3_600_000;
  expect(bandwidth.take(6_291_456)).toBe(0);
  expect(bandwidth.take(2_097_152)).toBe(1_000);
});
