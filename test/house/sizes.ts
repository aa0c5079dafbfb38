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

/** The callback of `describe` groups tests and is no function in this sense. */
function moduleFunctions({ program, text, lineAt }: ModuleSyntax): readonly FunctionExtent[] {
  const groups = new Set<number>();
  const extents: FunctionExtent[] = [];
  const measure = ({ start, end }: { start: number; end: number }) => {
    const line = lineAt(start);
    if (!groups.has(start)) extents.push({ line, lines: lineAt(end) - line + 1 });
  };
  new Visitor({
    CallExpression(node) {
      const callee = text.slice(node.callee.start, node.callee.end);
      if (!/^describe\b/.test(callee)) return;
      for (const argument of node.arguments) groups.add(argument.start);
    },
    FunctionDeclaration: measure,
    FunctionExpression: measure,
    ArrowFunctionExpression: measure,
  }).visit(program);
  return extents;
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
