import { expect, test } from 'vitest';
import { sampleOf } from '../../../src/benchmark/sample.ts';
import { createScriptedFunction } from '../../support/scripted-function.ts';

test('a sample is what the result says already', async () => {
  const result = await createScriptedFunction().invoke({});
  const of = { contender: 'a', control: false, memorySizeMb: 128, concurrency: 1, round: 3 };
  const sample = sampleOf({ result, sentAtMs: 1_000, answeredAtMs: 1_196.25 }, of);
  expect(sample).toMatchObject({
    ...of,
    startKind: 'cold',
    startReason: 'first',
    latencyMs: 196.25,
    answeredMs: 195.5,
    firstByteMs: 195,
    totalMs: 200,
    groups: { allocation: 110, init: 80, invoke: 10 },
    durationMs: 5,
    billedDurationMs: 85,
    initDurationMs: 80,
    maxMemoryUsedMb: 60,
    processorMs: 2.5,
    throttledMs: 0.5,
  });
  const sum = sample.phases.reduce((total, { durationMs }) => total + durationMs, 0);
  expect(sum).toBeCloseTo(sample.totalMs, 3);
});
