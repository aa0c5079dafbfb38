import { expect, it } from 'vitest';
import { deriveFunctionName, parseFunctionName } from '../../../src/lambda/function-name.ts';

it('takes what CreateFunction takes', () => {
  expect(parseFunctionName('My-function_1')).toBe('My-function_1');
  expect(parseFunctionName('x'.repeat(64))).toHaveLength(64);
});

it.each(['', 'a b', 'a.b', 'größe', 'x'.repeat(65), 'a\n'])('refuses %j', (name) => {
  const attempt = () => parseFunctionName(name);
  expect(attempt).toThrow(/function name .* is not 1 to 64 of the characters a-z, A-Z/);
  expect(attempt).toThrow(expect.objectContaining({ code: 'InvalidOption' }));
});

it('derives an acceptable name from any text', () => {
  expect(deriveFunctionName('My café app!')).toBe('My-caf-app');
  expect(deriveFunctionName('日本')).toBe('function');
  for (const text of ['.hidden', 'x'.repeat(100), '--', `${'y'.repeat(63)} z`, '']) {
    expect(() => parseFunctionName(deriveFunctionName(text))).not.toThrow();
  }
});
