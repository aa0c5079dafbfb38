import { expect, it } from 'vitest';
import { type ModuleSyntax, parseModule } from './module-syntax.ts';
import {
  checkBareErrors,
  checkClocks,
  checkExports,
  checkModuleState,
  checkProcessEnvironment,
  checkWireNames,
} from './modules.ts';
import { isModule, isSource, readProjectTree } from './project-tree.ts';

const tree = readProjectTree();
const modules = tree.filter(isModule).map(parseModule);
const sources = tree.filter(isSource).map(parseModule);

it('exports are named, one by one', () => {
  expect(modules.flatMap(checkExports)).toEqual([]);
});

it('modules hold no state that changes', () => {
  expect(sources.flatMap(checkModuleState)).toEqual([]);
});

it('every error that is thrown on purpose has a code', () => {
  expect(sources.flatMap(checkBareErrors)).toEqual([]);
});

it('the process’s environment variables are read in one file', () => {
  expect(sources.flatMap(checkProcessEnvironment)).toEqual([]);
});

it('clocks are read in one file', () => {
  expect(sources.flatMap(checkClocks)).toEqual([]);
});

it('names of AWS’s wire stand in gateway/ and lambda/ alone', () => {
  expect(sources.flatMap(checkWireNames)).toEqual([]);
});

type Rule = (module: ModuleSyntax) => readonly string[];

function notices(rule: Rule, text: string, path = 'src/engine/a.ts'): void {
  expect(rule(parseModule({ path, text })), `${path}: ${text}`).toHaveLength(1);
}

function accepts(rule: Rule, text: string, path = 'src/engine/a.ts'): void {
  expect(rule(parseModule({ path, text })), `${path}: ${text}`).toEqual([]);
}

it('the rule for exports notices', () => {
  notices(checkExports, "export * from './b.ts';");
  notices(checkExports, "export * as b from './b.ts';");
  notices(checkExports, 'export default 1;');
  accepts(checkExports, "export { a } from './b.ts'; export const c = 1;");
  accepts(checkExports, 'export default 1;', 'vitest.config.ts');
});

it('the rule for state notices', () => {
  notices(checkModuleState, 'let a = 1;');
  notices(checkModuleState, 'export let a = 1;');
  notices(checkModuleState, 'var a;');
  notices(checkModuleState, 'const a = new Map<string, number>();');
  notices(checkModuleState, 'const a = new Set();');
  notices(checkModuleState, 'export const a: string[] = [];');
  accepts(checkModuleState, 'const a = new Map([[1, 2]]); function f() { let b = []; return b; }');
});

it('the rule for errors notices', () => {
  notices(checkBareErrors, "throw new Error('a');");
  notices(checkBareErrors, "const a = () => new Error('a');");
  accepts(checkBareErrors, "throw new LamboxError('InvalidOption', 'a');");
});

it('the rule for environment variables notices', () => {
  notices(checkProcessEnvironment, 'const a = process.env.A;');
  notices(checkProcessEnvironment, 'const { A } = process.env;');
  notices(checkProcessEnvironment, 'const a = globalThis.process.env;');
  notices(checkProcessEnvironment, "import { env } from 'node:process';");
  accepts(checkProcessEnvironment, 'const a = process.env;', 'src/configuration.ts');
  accepts(checkProcessEnvironment, 'const a = process.pid;');
});

it('the rule for clocks notices', () => {
  notices(checkClocks, 'const a = Date.now();');
  notices(checkClocks, 'const a = performance.now();');
  notices(checkClocks, 'const a = process.hrtime.bigint();');
  notices(checkClocks, 'const a = new Date();');
  notices(checkClocks, "import { performance } from 'node:perf_hooks';");
  accepts(checkClocks, 'const a = new Date(0); setTimeout(f, 1);');
  accepts(checkClocks, 'const a = Date.now();', 'src/timeline/clock.ts');
});

it('the rule for wire names notices', () => {
  notices(checkWireNames, "const a = 'X-Amz-Function-Error';");
  notices(checkWireNames, 'const a = `lambda-runtime-$' + '{b}`;');
  accepts(checkWireNames, '// X-Amz-Function-Error\nconst a = 1;');
  accepts(checkWireNames, "const a = 'X-Amz-Function-Error';", 'src/gateway/a.ts');
});
