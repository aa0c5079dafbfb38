import { expect, test } from 'vitest';
import { importCosts } from '../../../../src/benchmark/imports/import-costs.ts';
import type { ImportRun } from '../../../../src/benchmark/imports/import-run.ts';

type Row = readonly [packageName: string, parent: number | null, selfMs: number];

function run(totalMs: number, ...rows: readonly Row[]): ImportRun {
  const modules = rows.map(([packageName, parent, selfMs]) => ({ packageName, parent, selfMs }));
  return { modules, totalMs };
}

const rows: readonly Row[] = [
  ['own', null, 1],
  ['a', 0, 2],
  ['a', 1, 3],
  ['b', 2, 4],
  // Below itself, with another between.
  ['a', 3, 5],
  ['own', 0, 6],
];

test('modules of a package are one; a package below itself counts once in its total', () => {
  const { packages, tree, restMs } = importCosts('f', [run(25, ...rows)]);
  expect(packages).toEqual([
    { name: 'a', modules: 3, selfMs: 10, totalMs: 14 },
    { name: 'own', modules: 2, selfMs: 7, totalMs: 21 },
    { name: 'b', modules: 1, selfMs: 4, totalMs: 9 },
  ]);
  expect(restMs).toBe(4);
  const inner = { name: 'a', selfMs: 5, totalMs: 5, children: [] };
  const b = { name: 'b', selfMs: 4, totalMs: 9, children: [inner] };
  const a = { name: 'a', selfMs: 5, totalMs: 14, children: [b] };
  expect(tree).toEqual([{ name: 'own', selfMs: 7, totalMs: 21, children: [a] }]);
});

test('medians over the runs, the picture is the run in the middle', () => {
  const runs = [10, 30, 20].map((ms) => run(ms, ['own', null, ms - 2], ['a', 0, 1]));
  const { packages, totalMs, restMs, tree } = importCosts('f', runs);
  expect({ totalMs, restMs }).toEqual({ totalMs: 20, restMs: 1 });
  expect(packages[0]).toMatchObject({ name: 'own', selfMs: 18, totalMs: 19 });
  expect(tree[0]).toMatchObject({ selfMs: 18, totalMs: 19 });
});

test('what only some runs have counts as nothing in the others', () => {
  const without = run(5, ['own', null, 5]);
  const { packages } = importCosts('f', [without, without, run(9, ['own', null, 5], ['a', 0, 4])]);
  expect(packages.find(({ name }) => name === 'a')).toMatchObject({ selfMs: 0, modules: 0 });
});

test('thousands of modules one below the other', () => {
  const chain = Array.from(
    { length: 4_000 },
    (_, place): Row => [`p${Math.floor(place / 100)}`, place === 0 ? null : place - 1, 1],
  );
  const { packages } = importCosts('f', [run(4_000, ...chain)]);
  expect(packages).toHaveLength(40);
  expect(packages.find(({ name }) => name === 'p0')?.totalMs).toBe(4_000);
});
