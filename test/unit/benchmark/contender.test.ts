import { expect, test } from 'vitest';
import { listContenders } from '../../../src/benchmark/contender.ts';

const functions = ['a', 'b'].map((name) => ({ name, options: { code: `./${name}` } }));

test('every function at every size, and the first of each size once more', () => {
  const contenders = listContenders(functions, [128, 1_769]);
  expect(contenders.map(({ name }) => name)).toEqual([
    'a at 128 MB',
    'b at 128 MB',
    'a at 128 MB, again',
    'a at 1,769 MB',
    'b at 1,769 MB',
    'a at 1,769 MB, again',
  ]);
  expect(contenders[4]).toMatchObject({
    reference: 'a at 1,769 MB',
    control: false,
    options: { code: './b', memorySizeMb: 1_769 },
  });
  expect(contenders[5]).toMatchObject({ control: true, options: { code: './a' } });
});

test('each with so many events at once, compared under the same conditions alone', () => {
  const contenders = listContenders(functions, [128], [1, 8]);
  expect(contenders.map(({ name }) => name)).toEqual([
    'a at 128 MB',
    'b at 128 MB',
    'a at 128 MB, again',
    'a at 128 MB, 8 at once',
    'b at 128 MB, 8 at once',
    'a at 128 MB, 8 at once, again',
  ]);
  expect(contenders[4]).toMatchObject({
    reference: 'a at 128 MB, 8 at once',
    concurrency: 8,
    options: { concurrency: 8, memorySizeMb: 128 },
  });
});

test('nothing of nothing', () => {
  expect(listContenders([], [128])).toEqual([]);
});
