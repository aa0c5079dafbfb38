import { expect, test } from 'vitest';
import { askToRemove } from '../../../src/cli/ask-to-remove.ts';
import { createMemoryStreams } from '../../support/memory-streams.ts';

async function ask(lines: readonly string[], yes: boolean, kept = 0) {
  const streams = createMemoryStreams();
  let removals = 0;
  const remove = async () => {
    removals += 1;
    return kept;
  };
  const asked = askToRemove({ lines, yes, remove }, { streams }).catch(({ code }) => code);
  return { refused: await asked, removals, text: streams.out() };
}

test('with nothing to remove nobody is asked', async () => {
  const text = 'nothing to remove\n';
  expect(await ask([], false)).toEqual({ refused: undefined, removals: 0, text });
});

test('where nobody can answer nothing goes, but it is shown', async () => {
  const refused = 'InvalidOption';
  expect(await ask(['a', 'b'], false)).toEqual({ refused, removals: 0, text: 'a\nb\n' });
});

test('says how many went, and how many stay', async () => {
  expect((await ask(['a', 'b'], true)).text).toBe('a\nb\nremoved 2\n');
  expect((await ask(['a', 'b'], true, 1)).text).toBe(
    'a\nb\nremoved 1, kept 1 that others stand on or use\n',
  );
});
