import { expect, test } from 'vitest';
import { loadPage } from '../../../../src/benchmark/page/load-page.ts';
import { loadEvent, loadEvents, testLoad } from '../../../support/load-report.ts';

test('says what it came to, and has the events drawn and in figures', () => {
  const html = loadPage(testLoad([...loadEvents(1_000, 'a<b>'), ...loadEvents(30, 'c')]));
  expect(html).toContain(
    '<h1>At 10 events a second: a&lt;b&gt; answered 99 of 100 within 2.00\u00a0ms; ' +
      'c answered half within 2.00\u00a0ms</h1>',
  );
  expect(html).toContain('1,000 sent: 1,000 succeeded; 1 cold start;');
  expect(html).toContain('Latency over time: c');
  expect(html.match(/<svg /g)).toHaveLength(2 * 3);
  expect(html).toContain('lambox bench . --rate 10/s');
  expect(html).toContain('Not warmed up before');
  expect(html).toContain('aws-lambda-ric@4.0.2');
  expect(html).not.toContain('a<b>');
});

test('of many the headline has no figures', () => {
  const events = ['a', 'b', 'c'].flatMap((name) => loadEvents(20, name));
  expect(loadPage(testLoad(events))).toContain('3 functions and sizes, beside each other</h1>');
});

test('a sender that was late is the headline, and no latency', () => {
  const late = Array.from({ length: 5 }, (_, number) => loadEvent({ sentMs: 500 + number }));
  const html = loadPage(testLoad(late, { complete: false, emulated: ['a'] }));
  expect(html).toContain('<h1>At 10 events a second this machine could not keep its schedule</h1>');
  expect(html).toContain('<strong>the sender could not keep its schedule: 5 of 5 events');
  expect(html).toContain('The run was ended early.');
  expect(html).toContain('Emulated, timings not comparable: a');
});

test('a hundred thousand events are a page of less than 400 KB', () => {
  const events = Array.from({ length: 100_000 }, (_, number) =>
    loadEvent({ scheduledMs: number, latencyMs: 1 + (number % 97) }),
  );
  expect(loadPage(testLoad(events)).length).toBeLessThan(400_000);
});
