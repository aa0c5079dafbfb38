import { expect, it } from 'vitest';
import { checkFileNames, checkMirror, checkSupport } from './names.ts';
import { readProjectTree } from './project-tree.ts';

const tree = readProjectTree();

it('files are named in kebab-case after their noun', () => {
  expect(tree.flatMap(checkFileNames)).toEqual([]);
});

it('unit tests mirror src/', () => {
  expect(checkMirror(tree)).toEqual([]);
});

it('nothing in test/support/ is left over', () => {
  expect(checkSupport(tree)).toEqual([]);
});

it.each(['src/aB.ts', 'src/a_b.ts', 'src/utils.ts', 'src/cli/types.ts', 'scripts/Set.sh'])(
  'the rule for names notices %s',
  (path) => {
    expect(checkFileNames({ path, text: '' })).toHaveLength(1);
  },
);

it('the rule for names accepts', () => {
  for (const path of ['src/a-b.ts', 'vitest.config.ts', 'images/shim/a_test.go', 'README.md']) {
    expect(checkFileNames({ path, text: '' })).toEqual([]);
  }
});

it('the rules for mirrors and support notice', () => {
  const file = (path: string, text = '') => ({ path, text });
  const source = file('src/a/b.ts');
  const mirrors = [file('test/unit/a/b.test.ts'), file('test/unit/a/b.limits.test.ts')];
  expect(checkMirror([source, ...mirrors])).toEqual([]);
  const together = file('test/unit/a/whole.test.ts', "import { b } from '../../../src/a/b.ts';");
  expect(checkMirror([source, together])).toEqual([]);
  expect(checkMirror([source, { ...together, text: '' }])).toHaveLength(1);
  expect(checkMirror([source, file('test/unit/b.test.ts')])).toHaveLength(1);
  const support = file('test/support/fake-a.ts', 'fake-a.ts');
  expect(checkSupport([support])).toHaveLength(1);
  const user = file('test/unit/a.test.ts', "from '../support/fake-a.ts'");
  expect(checkSupport([support, user])).toEqual([]);
});
