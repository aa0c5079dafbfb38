import { expect, test } from 'vitest';
import { resolveRate } from '../../../../src/cli/bench/load-flags.ts';
import { createCommandLine } from '../../../support/command-line.ts';

test('without --rate there is none; a minute where --duration does not say', () => {
  expect(resolveRate({})).toBeNull();
  expect(resolveRate({ rate: 5 })).toEqual({ eventsPerSecond: 5, durationSeconds: 60 });
});

test.each([
  [['--rate', '50/m'], '--rate 50/m'],
  [['--rate', '0'], '--rate 0'],
  [['--rate', '20000/s'], '--rate 20000/s'],
  [['--rate', '5/s', '--duration', '0s'], '--duration 0s'],
  [['--rate', '5/s', '--duration', '90x'], '--duration 90x'],
  [['--rate', '5000/s', '--duration', '1h'], '18,000,000 events'],
  [['--duration', '5m'], '--duration is given without --rate'],
  [['--rate', '5/s', '--cold', '3'], '--cold'],
  [['--rate', '5/s', '--out', '/no/such/r.html'], '/no/such/r.html'],
])('%j is refused before anything starts', async (words, named) => {
  const line = await createCommandLine();
  expect(await line.run('bench', '.', ...words)).toBeGreaterThanOrEqual(2);
  expect(line.err()).toContain(named);
  expect(line.created).toEqual([]);
});
