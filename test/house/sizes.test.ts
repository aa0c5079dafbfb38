import { expect, it } from 'vitest';
import { isCode, readProjectTree } from './project-tree.ts';
import { checkFileLines, checkFunctionLines, checkLineColumns } from './sizes.ts';

const code = readProjectTree().filter(isCode);

it('files have at most 300 lines', () => {
  expect(code.flatMap(checkFileLines)).toEqual([]);
});

it('lines have at most 100 columns', () => {
  expect(code.flatMap(checkLineColumns)).toEqual([]);
});

it('functions have at most 70 lines', () => {
  expect(code.flatMap(checkFunctionLines)).toEqual([]);
});

it('the rules notice', () => {
  const path = 'src/a.ts';
  expect(checkFileLines({ path, text: 'a\n'.repeat(300) })).toEqual([]);
  expect(checkFileLines({ path, text: 'a\n'.repeat(301) })).toHaveLength(1);
  expect(checkLineColumns({ path, text: 'x'.repeat(100) })).toEqual([]);
  expect(checkLineColumns({ path, text: `${'x'.repeat(99)}\t` })).toHaveLength(1);
  const unbreakable = `import { a } from '${'x'.repeat(100)}';`;
  expect(checkLineColumns({ path, text: unbreakable })).toEqual([]);
  expect(checkLineColumns({ path, text: unbreakable.replace('a }', 'a, b }') })).toHaveLength(1);
});

it.each([
  ['src/a.ts', 'function a() {', '  b();', '}'],
  ['src/a.ts', 'const a = () => {', '  b();', '};'],
  ['src/a.ts', 'class A { a() {', '  b();', '} }'],
  ['bin/a.mjs', 'export async function a() {', '  b();', '}'],
  ['images/a.go', 'func (a *A) b() error {', '\tb()', '}'],
])('the rule for functions notices in %s: %s', (path, first, line, last) => {
  const text = (lines: number) => [first, ...Array(lines - 2).fill(line), last, ''].join('\n');
  expect(checkFunctionLines({ path, text: text(70) })).toEqual([]);
  expect(checkFunctionLines({ path, text: text(71) })).toEqual([
    `${path}:1 the function has 71 lines, at most 70`,
  ]);
});

it('a test counts for itself, not for the group around it', () => {
  const test = (lines: number) => `it('b', () => {\n${'  c();\n'.repeat(lines - 2)}});\n`;
  const group = (tests: string) => `describe('a', () => {\n${tests}});\n`;
  const path = 'test/a.ts';
  expect(checkFunctionLines({ path, text: group(test(70) + test(70)) })).toEqual([]);
  expect(checkFunctionLines({ path, text: group(test(71)) })).toEqual([
    'test/a.ts:2 the function has 71 lines, at most 70',
  ]);
  expect(checkFunctionLines({ path, text: group(`${test(70)}${'c();\n'.repeat(69)}`) })).toEqual([
    'test/a.ts:1 the function has 71 lines, at most 70',
  ]);
});
