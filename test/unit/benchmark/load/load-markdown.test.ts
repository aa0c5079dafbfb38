import { expect, test } from 'vitest';
import { loadMarkdown } from '../../../../src/benchmark/load/load-markdown.ts';
import { loadEvent, loadEvents, testLoad } from '../../../support/load-report.ts';

test('latencies, what became of the events, and whether the sender kept its times', () => {
  const text = loadMarkdown(testLoad(loadEvents(100)));
  expect(text).toContain('10 events a second for 10 s, open loop');
  expect(text).toContain('Latency counts from the time at which an event was to be sent.');
  expect(text).toContain('Not warmed up before');
  expect(text).toContain('| a | answered | 100 | 2.00 | 2.00 | 2.00 | – | – | 100 |');
  expect(text).toContain('| a | of them cold starts | 1 | 100 | – | – | – | – | 100 |');
  expect(text).toContain('100 sent: 100 succeeded; 1 cold start; 1 environment of 10 at most');
  expect(text).toContain('the sender kept its schedule: 0 of 100 events (0.0 %)');
  expect(text).not.toContain('ended early');
});

test('what went wrong is said in plain words', () => {
  const late = Array.from({ length: 5 }, (_, number) => {
    const scheduledMs = number * 100;
    return loadEvent({ scheduledMs, sentMs: scheduledMs + 40, contender: 'a | b' });
  });
  const fault = loadEvent({
    contender: 'a | b',
    outcome: 'faulted',
    fault: 'EngineFailed: gone',
    startKind: null,
    environmentId: null,
  });
  const members = { complete: false, emulated: ['a | b'] };
  const text = loadMarkdown(testLoad([...late, fault], members));
  expect(text).toContain('(ended early)');
  expect(text).toContain('Emulated, timings not comparable: a \\| b.');
  expect(text).toContain('the sender could not keep its schedule: 5 of 6 events (83.3 %)');
  expect(text).toContain('at worst 40.0 ms');
  expect(text).toContain('1 faulted');
  expect(text).toContain('The first fault: EngineFailed: gone');
});
