import { expect, test } from 'vitest';
import { listContenders } from '../../../src/benchmark/contender.ts';
import { headline } from '../../../src/benchmark/headline.ts';
import { testResult } from '../../support/benchmark-result.ts';

const one = [{ name: 'hello', options: { code: './hello' } }];

test('a function alone: how long it takes, and how much of it is its own', () => {
  const contenders = listContenders(one, [128]);
  expect(headline(testResult({ rounds: 20, contenders }))).toMatch(
    /^hello cold-starts in \d+ ms at 128 MB, 4\d % of it its own init$/,
  );
  const sizes = listContenders(one, [128, 512, 1_769]);
  expect(headline(testResult({ rounds: 10, contenders: sizes }))).toMatch(
    /^hello cold-starts in about \d+ ms at 128 MB and \d+ at 1,769 MB, 4\d % of it its own init$/,
  );
});

test('a difference that may be claimed is said', () => {
  const slower = ({ name }: { name: string }) => (name.startsWith('b') ? 1.5 : 1);
  expect(headline(testResult({ rounds: 30, slower }))).toMatch(
    /^b starts (19|2\d) % slower than a at 128 MB$/,
  );
});

test('no difference, and a machine that would not tell', () => {
  expect(headline(testResult({ rounds: 30 }))).toBe(
    'No difference found between the cold starts of b at 128 MB and a at 128 MB',
  );
  const slower = ({ control }: { control: boolean }) => (control ? 2 : 1);
  expect(headline(testResult({ rounds: 30, slower }))).toBe(
    'The machine was too noisy to tell whether the cold starts of ' +
      'b at 128 MB and a at 128 MB differ',
  );
});

test('nothing measured', () => {
  expect(headline(testResult({ rounds: 0 }))).toBe('No cold start was measured');
});
