import { expect, test } from 'vitest';
import { contenderCosts, costPerMillion } from '../../../src/benchmark/event-cost.ts';
import { lambdaPrices } from '../../../src/benchmark/lambda-prices.ts';
import { coldSample, twoContenders, warmSample } from '../../support/benchmark-samples.ts';

test('memory times billed time, and the requests', () => {
  const second = { architecture: 'x86_64', memorySizeMb: 1_024, billedDurationMs: 1_000 } as const;
  expect(costPerMillion(second)).toBeCloseTo(16.6667 + 0.2, 6);
  expect(costPerMillion({ ...second, architecture: 'arm64' })).toBeCloseTo(13.3334 + 0.2, 6);
  // Half the memory for twice the time costs the same.
  const slower = { ...second, memorySizeMb: 512, billedDurationMs: 2_000 };
  expect(costPerMillion(slower)).toBeCloseTo(costPerMillion(second), 6);
  expect(costPerMillion({ ...second, billedDurationMs: 0 })).toBe(0.2);
});

test('each contender by its medians, without the control', () => {
  const [a, b, control] = twoContenders();
  const contenders = [a, b, control].filter((contender) => contender !== undefined);
  const samples = [
    ...[0, 1, 2].map((round) => coldSample(a?.name ?? '', round, 40)),
    { ...coldSample(a?.name ?? '', 3), billedDurationMs: 90_000 },
    { ...warmSample(a?.name ?? '', 0), billedDurationMs: 5 },
    coldSample(control?.name ?? '', 0),
  ];
  const cold = { architecture: 'arm64', memorySizeMb: 128, billedDurationMs: 45 } as const;
  expect(contenderCosts(contenders, samples, 'arm64')).toEqual([
    {
      contender: a?.name,
      memorySizeMb: 128,
      coldAnsweredMs: 100,
      coldPerMillion: costPerMillion(cold),
      warmPerMillion: costPerMillion({ ...cold, billedDurationMs: 5 }),
    },
    {
      contender: b?.name,
      memorySizeMb: 128,
      coldAnsweredMs: null,
      coldPerMillion: null,
      warmPerMillion: null,
    },
  ]);
});

test('prices say where and when they are from', () => {
  expect(lambdaPrices).toMatchObject({ region: 'us-east-1' });
  expect(lambdaPrices.source).toContain('aws.amazon.com');
  expect(Date.parse(lambdaPrices.date)).toBeLessThan(Date.now());
});
