import { describe, expect, it } from 'vitest';
import { besides, compareAnswers, touches } from '../../../src/check/compare-answers.ts';

const answer = (payload: unknown, failed = false) => ({ payload, failed });
const places = (first: unknown, second: unknown) =>
  compareAnswers(answer(first), answer(second)).map(({ path }) => path);

describe('compareAnswers', () => {
  it('finds nothing between answers that say the same', () => {
    expect(places({ a: [1, { b: null }], c: 'ü' }, { c: 'ü', a: [1, { b: null }] })).toEqual([]);
    expect(places([], [])).toEqual([]);
    expect(places({}, {})).toEqual([]);
    expect(places('text', 'text')).toEqual([]);
  });

  it.each([
    [{ a: 1 }, { a: 2 }, ['$.a']],
    [{ a: { b: [1, 2] } }, { a: { b: [1, 3] } }, ['$.a.b[1]']],
    [[1], [1, 2], ['$']],
    [{ a: [1] }, { a: { 0: 1 } }, ['$.a']],
    [{ a: 1 }, {}, ['$.a']],
    [{ a: null }, {}, ['$.a']],
    [{ 'a b': 1, c: 1 }, { 'a b': 2, c: 2 }, ['$["a b"]', '$.c']],
    [1, '1', ['$']],
    [null, {}, ['$']],
    [{ a: [] }, { a: {} }, ['$.a']],
  ])('%j and %j differ at %j', (first, second, expected) => {
    expect(places(first, second)).toEqual(expected);
    expect(places(second, first).toSorted()).toEqual(expected.toSorted());
  });

  it('tells a failure as a whole, and compares two failures', () => {
    const [failed, fine] = [answer({ errorMessage: 'x' }, true), answer({ a: 1 })];
    expect(compareAnswers(fine, failed)).toEqual([
      { path: '$', first: { a: 1 }, second: { errorMessage: 'x' } },
    ]);
    const other = answer({ errorMessage: 'y' }, true);
    expect(compareAnswers(failed, other).map(({ path }) => path)).toEqual(['$.errorMessage']);
  });
});

describe('places', () => {
  const at = (...paths: string[]) => paths.map((path) => ({ path, first: 1, second: 2 }));

  it('within an unstable one are left out, others and those around it are not', () => {
    const found = at('$.a', '$.a.b', '$.a[0]', '$.ab', '$', '$["a"]');
    const left = besides(found, at('$.a'));
    expect(left.map(({ path }) => path)).toEqual(['$.ab', '$', '$["a"]']);
  });

  it('touch each other where one is within the other', () => {
    expect(touches('$.a', at('$'))).toBe(true);
    expect(touches('$', at('$.a'))).toBe(true);
    expect(touches('$.a', at('$.ab', '$.b'))).toBe(false);
  });
});
