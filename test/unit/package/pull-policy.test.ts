import { expect, it } from 'vitest';
import { parsePullPolicy } from '../../../src/package/pull-policy.ts';

it("knows docker's words and no others", () => {
  expect(['always', 'missing', 'never'].map(parsePullPolicy)).toEqual([
    'always',
    'missing',
    'never',
  ]);
  expect(() => parsePullPolicy('sometimes')).toThrow(
    'pull is "sometimes", expected one of always, missing, never',
  );
});
