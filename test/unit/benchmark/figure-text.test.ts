import { expect, test } from 'vitest';
import {
  formatFinding,
  formatMs,
  formatRatio,
  withUnitsKept,
} from '../../../src/benchmark/figure-text.ts';

test.each([
  [null, '–'],
  [Number.NaN, '–'],
  [0.0451, '0.05'],
  [12.34, '12.3'],
  [123.4, '123'],
  [1_234.5, '1,235'],
])('%s ms is %s', (ms, text) => {
  expect(formatMs(ms)).toBe(text);
});

test('a ratio has its interval, a finding its words', () => {
  expect(formatRatio({ low: 0.94, middle: 0.971, high: 1.009 })).toBe('0.97 [0.94–1.01]');
  expect(formatFinding({ finding: 'tooNoisy' })).toBe('too noisy to tell');
});

test('a number and its unit stay on one line', () => {
  expect(withUnitsKept('a at 1,769 MB is 26 % slower: 3 msgs')).toBe(
    'a at 1,769\u00a0MB is 26\u00a0% slower: 3 msgs',
  );
});
