import { expect, test } from 'vitest';
import { listLoadContenders } from '../../../../src/benchmark/load/load-contenders.ts';

const functions = ['a', 'b'].map((name) => ({ name, options: { code: `./${name}` } }));

test('each once: at every size, with at most ten environments', () => {
  const contenders = listLoadContenders(functions, [128, 1_769]);
  expect(contenders.map(({ name }) => name)).toEqual([
    'a at 128 MB',
    'a at 1,769 MB',
    'b at 128 MB',
    'b at 1,769 MB',
  ]);
  expect(contenders[3]?.options).toEqual({ code: './b', memorySizeMb: 1_769, concurrency: 10 });
});

test('or with as many as were said', () => {
  const limits = listLoadContenders(functions, [128], [1, 50]).map(
    ({ concurrency }) => concurrency,
  );
  expect(limits).toEqual([1, 50, 1, 50]);
});
