import { expect, test } from 'vitest';
import { parseBar } from '../../../../src/benchmark/gate/bar.ts';
import { gateOutcome } from '../../../../src/benchmark/gate/gate-report.ts';
import { judgeBars } from '../../../../src/benchmark/gate/verdict.ts';
import { gateMeasurement } from '../../../support/gate-measurement.ts';

const outcome = (rounds: number, ...bars: readonly string[]) =>
  gateOutcome(judgeBars(bars.map(parseBar), gateMeasurement({ rounds }), null));

test('one bar that is broken outweighs what cannot be told, and that what held', () => {
  const [broken, open, held] = ['init.p50>1ms', 'warm.answered.p50>1ms', 'init.p50>1s'];
  expect(outcome(20, held)).toBe('held');
  expect(outcome(20, held, open)).toBe('undecided');
  expect(outcome(20, held, open, broken)).toBe('broken');
  expect(gateOutcome([])).toBe('held');
});
