import { expect, it } from 'vitest';
import { nearestName } from '../../../src/lambda/nearest-name.ts';

it('counts insertions, deletions and replacements', () => {
  const candidates = ['abcdef', 'abxxef', 'uvwxyz'];
  expect(nearestName('abcdef', candidates)).toBe('abcdef');
  expect(nearestName('abcdf', candidates)).toBe('abcdef');
  expect(nearestName('abcdefg', candidates)).toBe('abcdef');
  expect(nearestName('abxxeg', candidates)).toBe('abxxef');
});

it('takes one that is abbreviated where none is written alike', () => {
  expect(nearestName('node24', ['nodejs26.x', 'nodejs24.x', 'nodejs22.x'])).toBe('nodejs24.x');
  expect(nearestName('n24', ['nodejs26.x', 'nodejs24.x'])).toBeNull();
});

it('takes the first among equals and none that is too far', () => {
  expect(nearestName('aa', ['ab', 'ac'])).toBe('ab');
  expect(nearestName('qqqqqq', ['abcdef'])).toBeNull();
  expect(nearestName('abc', [])).toBeNull();
});
