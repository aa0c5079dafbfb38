import { expect, test } from 'vitest';
import { calibratorName } from '../../../../src/benchmark/gate/calibrator.ts';
import { metrics } from '../../../../src/benchmark/metric.ts';
import { gateMeasurement } from '../../../support/gate-measurement.ts';

const init = metrics.find(({ name }) => name === 'cold.init');

test('the control and the calibrator are no contenders', () => {
  const names = gateMeasurement().contenders.map(({ name }) => name);
  expect(names).toEqual(['a at 128 MB', 'b at 128 MB']);
});

test('calibrated figures are the same on a machine three times as slow, times are not', () => {
  const [fast, slow] = [gateMeasurement(), gateMeasurement({ machine: 3 })];
  const [contender] = fast.contenders;
  if (contender === undefined || init === undefined) throw new Error('nothing was measured');
  const ratio = (of: typeof fast) => of.calibrated(contender, init, 'p50').middle;
  expect(ratio(slow)).toBeCloseTo(ratio(fast), 5);
  expect(slow.ms(contender, init, 'p50').middle).toBeCloseTo(
    3 * fast.ms(contender, init, 'p50').middle,
    5,
  );
});

test('every percentile is in medians of the calibrator', () => {
  const measured = gateMeasurement({ rounds: 50 });
  const [contender] = measured.contenders;
  if (contender === undefined || init === undefined) throw new Error('nothing was measured');
  const calibrator = { ...contender, name: calibratorName(contender) };
  const unit = measured.ms(calibrator, init, 'p50').middle;
  for (const name of ['p50', 'p90'] as const) {
    const { middle } = measured.calibrated(contender, init, name);
    expect(middle).toBeCloseTo(measured.ms(contender, init, name).middle / unit, 5);
  }
});

test('a contender is compared with its reference, and the reference with itself', () => {
  const isSlower = ({ name }: { readonly name: string }) => (name.startsWith('b') ? 2 : 1);
  const measured = gateMeasurement({ slower: isSlower });
  const [, b] = measured.contenders;
  if (b === undefined || init === undefined) throw new Error('nothing was measured');
  expect(measured.compared(b, init, 'p50').middle).toBeCloseTo(2, 0);
  expect(measured.control(b, init, 'p50').middle).toBeCloseTo(1, 0);
  expect(measured.count(b, init)).toBe(30);
});
