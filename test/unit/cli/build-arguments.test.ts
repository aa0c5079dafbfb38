import { expect, it } from 'vitest';
import { parseBuildArguments } from '../../../src/cli/build-arguments.ts';

const mine = (name: string) => (name === 'MINE' ? 'of the caller' : undefined);

it("reads docker's build arguments, the last of a name wins", () => {
  const given = ['A=1', 'B=x=y', 'EMPTY=', 'A=2', 'MINE', 'UNSET'];
  expect(parseBuildArguments(given, mine)).toEqual({
    A: '2',
    B: 'x=y',
    EMPTY: '',
    MINE: 'of the caller',
  });
});

it.each(['=x', '1=x', 'a b=c', ''])('refuses %j', (text) => {
  expect(() => parseBuildArguments([text], mine)).toThrow(/--build-arg .* is not NAME=value/);
});
