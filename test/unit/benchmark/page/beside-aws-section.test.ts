import { expect, test } from 'vitest';
import { besideAwsSection } from '../../../../src/benchmark/page/beside-aws-section.ts';

const published = { title: 'java21', count: 10, leastMs: 200, medianMs: 240.5, mostMs: 1_300 };

test('figures with their number, their source, and what is taught', () => {
  const row = { contender: 'a<b at 256 MB', count: 12, medianMs: 2_345, published };
  const html = besideAwsSection([row]);
  expect(html).toContain('a&lt;b at 256 MB');
  expect(html).toContain('2,345 (n 12)');
  expect(html).toContain('241 (n 10)');
  expect(html).toContain('200–1,300');
  expect(html).toContain('github.com/maxday/lambda-perf');
  expect(html).toContain('100–300 ms');
});

test('without figures the table of rules of thumb, with what may be made of it', () => {
  const html = besideAwsSection([]);
  expect(html).toContain('2–10 s');
  expect(html).toContain('What may be compared');
  expect(html).not.toContain('lambda-perf');
});
