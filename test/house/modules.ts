import { Visitor } from 'oxc-parser';
import type { ModuleSyntax } from './module-syntax.ts';
import type { Violation } from './project-tree.ts';

/** The tool wants a default export of its configuration. */
const toolConfigurations = ['vitest.config.ts'];

export function checkExports({ path, program, lineAt }: ModuleSyntax): readonly Violation[] {
  if (toolConfigurations.includes(path)) return [];
  return program.body.flatMap(({ type, start }) => {
    if (type === 'ExportAllDeclaration') return [`${path}:${lineAt(start)} has an export *`];
    if (type === 'ExportDefaultDeclaration') return [`${path}:${lineAt(start)} exports a default`];
    return [];
  });
}

/** `let`, `var` and containers that begin empty: nobody makes one but to fill it. */
export function checkModuleState({ path, program, text, lineAt }: ModuleSyntax): Violation[] {
  return program.body.flatMap((statement) => {
    const exported = statement.type === 'ExportNamedDeclaration';
    const declaration = exported ? statement.declaration : statement;
    if (declaration?.type !== 'VariableDeclaration') return [];
    const where = `${path}:${lineAt(declaration.start)}`;
    if (declaration.kind !== 'const') return [`${where} has a ${declaration.kind} in the module`];
    return declaration.declarations.flatMap(({ init }) => {
      const value = init === null ? '' : text.slice(init.start, init.end);
      const isEmpty = /^(new (Weak)?(Map|Set)(<.*>)?\(\)|\[\])$/s.test(value);
      return isEmpty ? [`${where} fills a container of the module`] : [];
    });
  });
}

export function checkBareErrors({ path, program, lineAt }: ModuleSyntax): readonly Violation[] {
  const violations: Violation[] = [];
  new Visitor({
    NewExpression({ callee, start }) {
      if (callee.type !== 'Identifier' || callee.name !== 'Error') return;
      violations.push(`${path}:${lineAt(start)} makes an Error without a code`);
    },
  }).visit(program);
  return violations;
}

interface Reader {
  /** What stands in the text, e.g. `Date.now`. */
  readonly pattern: RegExp;
  readonly home: string;
}

const processEnvironment: Reader = { pattern: /^process\.env$/, home: 'src/configuration.ts' };
const clocks: Reader = {
  pattern: /^(Date\.now|performance\.(now|timeOrigin)|process\.hrtime|process\.uptime)$/,
  home: 'src/timeline/clock.ts',
};

export function checkProcessEnvironment(module: ModuleSyntax): readonly Violation[] {
  return [
    ...readersOutsideHome(module, processEnvironment),
    ...importedNames(module, 'node:process', ['env'], processEnvironment.home),
  ];
}

export function checkClocks(module: ModuleSyntax): readonly Violation[] {
  const violations: Violation[] = [];
  if (module.path === clocks.home) return violations;
  new Visitor({
    NewExpression({ callee, arguments: given, start }) {
      if (callee.type !== 'Identifier' || callee.name !== 'Date' || given.length > 0) return;
      violations.push(`${module.path}:${module.lineAt(start)} reads the date`);
    },
  }).visit(module.program);
  return [
    ...violations,
    ...readersOutsideHome(module, clocks),
    ...importedNames(module, 'node:perf_hooks', ['performance'], clocks.home),
  ];
}

function readersOutsideHome(module: ModuleSyntax, reader: Reader): readonly Violation[] {
  if (module.path === reader.home) return [];
  const violations: Violation[] = [];
  new Visitor({
    MemberExpression({ start, end }) {
      const expression = module.text.slice(start, end).replace(/^globalThis\./, '');
      if (!reader.pattern.test(expression)) return;
      const where = `${module.path}:${module.lineAt(start)}`;
      violations.push(`${where} reads ${expression}, which belongs into ${reader.home}`);
    },
  }).visit(module.program);
  return violations;
}

function importedNames(
  { path, program, lineAt }: ModuleSyntax,
  builtin: string,
  names: readonly string[],
  home: string,
): readonly Violation[] {
  if (path === home) return [];
  return program.body.flatMap((statement) => {
    if (statement.type !== 'ImportDeclaration' || statement.source.value !== builtin) return [];
    const imported = statement.specifiers.flatMap((specifier) =>
      specifier.type === 'ImportSpecifier' && specifier.imported.type === 'Identifier'
        ? [specifier.imported.name]
        : [],
    );
    const where = `${path}:${lineAt(statement.start)}`;
    return imported
      .filter((name) => names.includes(name))
      .map((name) => `${where} imports ${name}, which belongs into ${home}`);
  });
}

const wireNames = /(x-amz|x-amzn|lambda-runtime|lambda-extension)-/i;
const wireRooms = /^src\/(gateway|lambda)\//;

/** Names of AWS's headers in strings; comments may mention them. */
export function checkWireNames({ path, program, lineAt }: ModuleSyntax): readonly Violation[] {
  if (wireRooms.test(path)) return [];
  const violations: Violation[] = [];
  const check = (text: unknown, start: number) => {
    if (typeof text !== 'string' || !wireNames.test(text)) return;
    violations.push(`${path}:${lineAt(start)} has a name of AWS's wire: ${text}`);
  };
  new Visitor({
    Literal: ({ value, start }) => check(value, start),
    TemplateElement: ({ value, start }) => check(value.raw, start),
  }).visit(program);
  return violations;
}
