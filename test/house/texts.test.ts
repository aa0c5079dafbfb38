import { expect, it } from 'vitest';
import { errorCodes } from '../../src/errors.ts';
import { readProjectTree } from './project-tree.ts';
import { checkErrorPage, checkLeftovers, checkRegistries } from './texts.ts';

const tree = readProjectTree();

it('no notes to oneself are left', () => {
  expect(tree.flatMap(checkLeftovers)).toEqual([]);
});

it('no package registry is named', () => {
  expect(tree.flatMap(checkRegistries)).toEqual([]);
});

it('every error code is documented, and nothing else', () => {
  const page = tree.find(({ path }) => path === 'docs/errors.md');
  expect(checkErrorPage(errorCodes, page?.text ?? '')).toEqual([]);
});

it('the rules notice', () => {
  const path = 'src/a.ts';
  expect(checkLeftovers({ path, text: `// FIX${'ME'}: later` })).toHaveLength(1);
  expect(checkLeftovers({ path, text: `mktemp lambox.${'X'.repeat(6)}` })).toEqual([]);
  expect(checkRegistries({ path, text: `https://registry.npmjs${'.org'}/a` })).toHaveLength(1);
  expect(checkRegistries({ path, text: `files.pythonhosted${'.org'}` })).toHaveLength(1);
  expect(checkRegistries({ path, text: 'docs.example.org' })).toEqual([]);
  expect(checkErrorPage(['A', 'B'], '### A\n')).toEqual(['B is not documented']);
  expect(checkErrorPage(['A'], '### A\n### B\n')).toEqual(['B is no code']);
});
