import { Visitor } from 'oxc-parser';
import { type ModuleSyntax, parseModule } from './module-syntax.ts';
import { isModule, type ProjectFile, type Violation } from './project-tree.ts';

export const fileLinesMax = 300;
export const functionLinesMax = 70;
export const lineColumnsMax = 100;

export function checkFileLines({ path, text }: ProjectFile): readonly Violation[] {
  const lines = text.replace(/\n$/, '').split('\n').length;
  return lines > fileLinesMax ? [`${path} has ${lines} lines, at most ${fileLinesMax}`] : [];
}

/** A tab counts as four columns. An import that names one thing cannot be broken and is spared. */
export function checkLineColumns({ path, text }: ProjectFile): readonly Violation[] {
  return text.split('\n').flatMap((line, index) => {
    const columns = line.replaceAll('\t', '    ').length;
    if (columns <= lineColumnsMax || /^import (type )?\{ [^,]+ \} from '/.test(line)) return [];
    return [`${path}:${index + 1} has ${columns} columns, at most ${lineColumnsMax}`];
  });
}

export function checkFunctionLines(file: ProjectFile): readonly Violation[] {
  const functions = isModule(file) ? moduleFunctions(parseModule(file)) : goFunctions(file.text);
  return functions
    .filter(({ lines }) => lines > functionLinesMax)
    .map(({ line, lines }) => {
      return `${file.path}:${line} the function has ${lines} lines, at most ${functionLinesMax}`;
    });
}

interface FunctionExtent {
  readonly line: number;
  readonly lines: number;
}

interface NodeExtent extends FunctionExtent {
  readonly start: number;
  readonly end: number;
}

/** Their callbacks are functions of their own right, not part of the function around them. */
const testCalls = /^(describe|it|test|before(All|Each)|after(All|Each))\b/;

function moduleFunctions({ program, text, lineAt }: ModuleSyntax): readonly FunctionExtent[] {
  const callbacks = new Set<number>();
  const extents: NodeExtent[] = [];
  const measure = ({ start, end }: { start: number; end: number }) => {
    const line = lineAt(start);
    extents.push({ start, end, line, lines: lineAt(end) - line + 1 });
  };
  new Visitor({
    CallExpression(node) {
      if (!testCalls.test(text.slice(node.callee.start, node.callee.end))) return;
      for (const argument of node.arguments) callbacks.add(argument.start);
    },
    FunctionDeclaration: measure,
    FunctionExpression: measure,
    ArrowFunctionExpression: measure,
  }).visit(program);
  const tests = extents.filter(({ start }) => callbacks.has(start));
  return extents.map((extent) => ({ line: extent.line, lines: ownLines(extent, tests) }));
}

/** The lines of a function without those of the outermost tests inside it. */
function ownLines(extent: NodeExtent, tests: readonly NodeExtent[]): number {
  const inside = tests.filter(({ start, end }) => start > extent.start && end < extent.end);
  const outermost = inside.filter((test) => {
    return !inside.some(({ start, end }) => start < test.start && end > test.end);
  });
  return outermost.reduce((lines, test) => lines - test.lines, extent.lines);
}

/** By gofmt's shape: a function begins with `func` and ends with a brace, both in column one. */
function goFunctions(text: string): readonly FunctionExtent[] {
  const extents: FunctionExtent[] = [];
  let start: number | null = null;
  text.split('\n').forEach((line, index) => {
    if (/^func\b/.test(line) && !line.endsWith('}')) start = index;
    if (line === '}' && start !== null) {
      extents.push({ line: start + 1, lines: index - start + 1 });
      start = null;
    }
  });
  return extents;
}
