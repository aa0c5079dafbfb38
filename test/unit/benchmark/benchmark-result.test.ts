import { expect, test } from 'vitest';
import { isUndecided } from '../../../src/benchmark/benchmark-result.ts';
import { testResult } from '../../support/benchmark-result.ts';

test('rows are of the contenders, not of the control, and of metrics that have samples', () => {
  const { rows, rounds } = testResult({ rounds: 20 });
  expect(rounds).toBe(20);
  expect(new Set(rows.map(({ contender }) => contender))).toEqual(
    new Set(['a at 128 MB', 'b at 128 MB']),
  );
  expect(rows.map(({ metric }) => metric)).not.toContain('warm.duration');
  const init = rows.find(({ metric }) => metric === 'cold.init');
  expect(init?.summary).toMatchObject({ count: 20, p90: null });
  expect(init?.summary.p50).toBeGreaterThan(30);
});

test('undecided where the control differs from itself', () => {
  expect(isUndecided(testResult({ rounds: 30 }))).toBe(false);
  const wild = testResult({ rounds: 30, slower: ({ control }) => (control ? 1.5 : 1) });
  expect(isUndecided(wild)).toBe(true);
});
