import { expect, test } from 'vitest';
import { parseMemoryAmount } from '../../../src/cli/memory-amount.ts';

test.each([
  ['512m', 512],
  ['512M', 512],
  ['1g', 1_024],
  ['1.5g', 1_536],
  ['1GiB', 1_024],
  ['512mb', 512],
  ['524288k', 512],
  ['536870912', 512],
  ['536870912b', 512],
  ['1769', 1_769],
])('-m %s is %i MB', (text, memorySizeMb) => {
  expect(parseMemoryAmount(text)).toBe(memorySizeMb);
});

test.each(['', '64', '64m', '11g', '128.5m', '-128m', 'much', '512x', '1 g'])(
  '-m %s is refused',
  (text) => {
    expect(() => parseMemoryAmount(text)).toThrow(
      expect.objectContaining({
        code: 'InvalidOption',
        message: expect.stringMatching(/from 128 to 10,240/),
        remedy: expect.stringContaining('512m'),
      }),
    );
  },
);
