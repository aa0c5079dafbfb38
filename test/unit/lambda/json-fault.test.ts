import { expect, it } from 'vitest';
import { describeByte } from '../../../src/lambda/json-fault.ts';

it.each([
  [0x00, '(CTRL-CHAR, code 0)'],
  [0x1f, '(CTRL-CHAR, code 31)'],
  [0x20, "' ' (code 32)"],
  [0x7e, "'~' (code 126)"],
  [0x7f, '(CTRL-CHAR, code 127)'],
  [0x9f, '(CTRL-CHAR, code 159)'],
  [0xa0, "'\u00a0' (code 160)"],
])('describes the byte %i as %s', (byte, expected) => {
  expect(describeByte(byte)).toBe(expected);
});
