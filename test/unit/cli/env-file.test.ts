import { expect, test } from 'vitest';
import { parseAssignment, parseEnvFile } from '../../../src/cli/env-file.ts';

test('a file is read as docker reads it', () => {
  const text = [
    '\uFEFF# a comment',
    '',
    'A=1',
    '  B= two words # kept ',
    'C="quoted"',
    'D=a=b',
    'E=',
    'F',
    'G=$A\r\n',
  ].join('\n');
  expect(parseEnvFile(text, 'f')).toEqual([
    { name: 'A', value: '1' },
    { name: 'B', value: ' two words # kept ' },
    { name: 'C', value: '"quoted"' },
    { name: 'D', value: 'a=b' },
    { name: 'E', value: '' },
    { name: 'F', value: null },
    { name: 'G', value: '$A' },
  ]);
});

test('a bad line is named', () => {
  expect(() => parseEnvFile('A=1\nB C=2\n', 'settings.env')).toThrow(
    expect.objectContaining({
      code: 'InvalidOption',
      message: 'line 2 of settings.env says "B C=2"',
    }),
  );
});

test('an assignment without a name is refused', () => {
  expect(() => parseAssignment('=1', '-e')).toThrow(/-e says "=1"/);
});

test.each(['{"a":1}', '["a"]', '@event.json'])('%s is an event, no variable', (text) => {
  expect(() => parseAssignment(text, '-e')).toThrow(
    expect.objectContaining({ remedy: expect.stringContaining('--event') }),
  );
});
