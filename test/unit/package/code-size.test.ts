import { expect, it } from 'vitest';
import { checkTotalSize, sumSizes } from '../../../src/package/code-size.ts';

const most = 262_144_000;

it('counts the files', () => {
  const files = [
    { path: 'a', sizeBytes: most - 1 },
    { path: 'b', sizeBytes: 1 },
  ];
  expect(sumSizes('./app', files)).toBe(most);
  expect(() => sumSizes('./app', [...files, { path: 'c', sizeBytes: 1 }])).toThrow(
    `Unzipped size must be smaller than ${most} bytes; "./app" has ${most + 1}`,
  );
});

it('counts code and layers together', () => {
  checkTotalSize(most - 3, [1, 2]);
  expect(() => checkTotalSize(most - 3, [2, 2])).toThrow(
    `Unzipped size must be smaller than ${most} bytes; ` +
      `the function has ${most - 3}, with its layers ${most + 1}`,
  );
});
