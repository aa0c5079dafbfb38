import { posix } from 'node:path';
import { type Program, parseSync } from 'oxc-parser';
import type { ProjectFile } from './project-tree.ts';

/** A module's syntax tree and what it imports. */
export interface ModuleSyntax extends ProjectFile {
  readonly program: Program;
  readonly imports: readonly ImportReference[];
  lineAt(offset: number): number;
}

export interface ImportReference {
  /** As written. */
  readonly specifier: string;
  /** Path from the root where the specifier is relative, else `null`. */
  readonly target: string | null;
  /** Whether nothing of it exists at run time. */
  readonly typeOnly: boolean;
  readonly line: number;
}

export function parseModule(file: ProjectFile): ModuleSyntax {
  const { program, module } = parseSync(file.path, file.text);
  const lineAt = lineCounter(file.text);
  const refer = (specifier: string, start: number, typeOnly: boolean): ImportReference => ({
    specifier,
    target: resolveSpecifier(file.path, specifier),
    typeOnly,
    line: lineAt(start),
  });
  const imports = module.staticImports.map(({ moduleRequest, entries, start }) => {
    const typeOnly = entries.length > 0 && entries.every((entry) => entry.isType);
    return refer(moduleRequest.value, start, typeOnly);
  });
  const exports = module.staticExports.flatMap(({ entries, start }) => {
    const from = entries.find((entry) => entry.moduleRequest !== null)?.moduleRequest;
    const typeOnly = entries.every((entry) => entry.isType);
    return from ? [refer(from.value, start, typeOnly)] : [];
  });
  const lazy = module.dynamicImports.map(({ moduleRequest, start }) => {
    const text = file.text.slice(moduleRequest.start, moduleRequest.end);
    return refer(text.replace(/^['"`]|['"`]$/g, ''), start, false);
  });
  return { ...file, program, imports: [...imports, ...exports, ...lazy], lineAt };
}

/** From 1. Line ends are found once: a rule asks for thousands of lines. */
function lineCounter(text: string): (offset: number) => number {
  const ends = [...text.matchAll(/\n/g)].map(({ index }) => index);
  return (offset) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
}

function resolveSpecifier(path: string, specifier: string): string | null {
  if (!specifier.startsWith('.')) return null;
  return posix.join(posix.dirname(path), specifier);
}
