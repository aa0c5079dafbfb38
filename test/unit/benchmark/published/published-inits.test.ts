import { expect, test } from 'vitest';
import {
  publishedInits,
  publishedSource,
} from '../../../../src/benchmark/published/published-inits.ts';
import { runtimes } from '../../../../src/lambda/runtimes.ts';

test('the same runtime, processor and size, and no other', () => {
  const wanted = { runtime: 'nodejs24.x', architecture: 'x86_64', memorySizeMb: 128 } as const;
  expect(publishedInits(wanted)).toEqual([
    { title: 'nodejs24.x', count: 10, leastMs: 111.7, medianMs: 133.72, mostMs: 156.07 },
  ]);
  expect(publishedInits({ ...wanted, architecture: 'arm64' })[0]?.medianMs).toBe(121.27);
  expect(publishedInits({ ...wanted, memorySizeMb: 1_769 })).toEqual([]);
  expect(publishedInits({ ...wanted, runtime: 'nodejs18.x' })).toEqual([]);
});

test('a runtime that says no language has those of several', () => {
  const wanted = { runtime: 'provided.al2', architecture: 'x86_64', memorySizeMb: 512 } as const;
  expect(publishedInits(wanted).map(({ title }) => title)).toEqual([
    'provided.al2, Go',
    'provided.al2, Rust',
  ]);
});

test('the figures are in order, and say where, when and under which licence', () => {
  const sizes = [128, 256, 512, 1_024];
  const all = runtimes.flatMap(({ identifier: runtime, architectures }) =>
    architectures.flatMap((architecture) =>
      sizes.flatMap((memorySizeMb) => publishedInits({ runtime, architecture, memorySizeMb })),
    ),
  );
  expect(all.length).toBeGreaterThan(150);
  for (const { count, leastMs, medianMs, mostMs } of all) {
    expect(count).toBeGreaterThanOrEqual(9);
    expect(leastMs).toBeGreaterThan(0);
    expect(medianMs).toBeGreaterThanOrEqual(leastMs);
    expect(mostMs).toBeGreaterThanOrEqual(medianMs);
  }
  expect(publishedSource).toMatchObject({ date: '2026-08-22', licence: 'Apache-2.0' });
});
