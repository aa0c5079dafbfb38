import { expect, test } from 'vitest';
import { hasKeptSchedule } from '../../../../src/benchmark/load/load-report.ts';
import { loadEvent, loadEvents, testLoad } from '../../../support/load-report.ts';

test('a result for each contender, in the order in which they were named', () => {
  const { contenders } = testLoad([...loadEvents(1, 'a'), ...loadEvents(1, 'b')]);
  const report = testLoad([...loadEvents(2, 'b'), ...loadEvents(3, 'a')], { contenders });
  expect(report.results.map(({ contender, sent }) => [contender, sent])).toEqual([
    ['a', 3],
    ['b', 2],
  ]);
});

test('one contender whose events left late is a schedule that was not kept', () => {
  const late = Array.from({ length: 5 }, () => loadEvent({ contender: 'b', sentMs: 500 }));
  expect(hasKeptSchedule(testLoad(loadEvents(50)))).toBe(true);
  expect(hasKeptSchedule(testLoad([...loadEvents(50), ...late]))).toBe(false);
});
