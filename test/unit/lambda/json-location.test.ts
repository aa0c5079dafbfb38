import { expect, it } from 'vitest';
import { jsonLocation } from '../../../src/lambda/json-location.ts';

const at = (text: string, offset: number, readBytes = offset) => {
  const { line, column } = jsonLocation(new TextEncoder().encode(text), offset, readBytes);
  return [line, column];
};

it('counts lines by feeds, returns, and both together as one', () => {
  expect(at('ab', 1)).toEqual([1, 2]);
  expect(at('a\nb', 2)).toEqual([2, 1]);
  expect(at('a\r\nb', 3)).toEqual([2, 1]);
  expect(at('a\rb', 2)).toEqual([2, 1]);
  expect(at('\n\n\nab', 4)).toEqual([4, 2]);
});

it('counts the column in bytes, from what was read', () => {
  expect(at('"é"x', 4)).toEqual([1, 5]);
  expect(at('a\nbc', 2, 4)).toEqual([2, 3]);
});

it('is written as AWS’s parser writes it', () => {
  expect(jsonLocation(new Uint8Array(), 0, 0).text).toBe(
    '[Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); ' +
      'line: 1, column: 1]',
  );
});
