import { expect, test } from 'vitest';
import { parsePackagings } from '../../../src/benchmark/packaging.ts';

test('each once, in the order of reports; what is none is refused', () => {
  expect(parsePackagings('image,directory,image')).toEqual(['directory', 'image']);
  expect(() => parsePackagings('zip,tar')).toThrow('has "tar", expected some of directory, zip');
});
