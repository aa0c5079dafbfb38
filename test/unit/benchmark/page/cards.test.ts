import { expect, test } from 'vitest';
import { cards } from '../../../../src/benchmark/page/cards.ts';
import { testResult } from '../../../support/benchmark-result.ts';
import { coldSample, warmSample } from '../../../support/benchmark-samples.ts';

test('a card each, with the medians that the heading has too', () => {
  const more = [
    ...[40, 50, 60].map((initMs, round) => coldSample('a at 128 MB', round, initMs)),
    warmSample('a at 128 MB', 0, 1.5),
    coldSample('b at 128 MB', 0, 20),
  ];
  const html = cards(testResult({ rounds: 0, more }));
  expect(html.match(/<li>/g)).toHaveLength(2);
  expect(html).toContain('<strong>110<small> ms</small></strong>');
  expect(html).toContain('median of 3 cold starts, init 50.0 ms, warm 1.50 ms');
  expect(html).toContain('median of 1 cold start, init 20.0 ms');
});
