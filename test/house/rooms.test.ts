import { expect, it } from 'vitest';
import { parseModule } from './module-syntax.ts';
import { isSource, readProjectTree } from './project-tree.ts';
import {
  checkConfinedLibraries,
  checkCycles,
  checkHandedDown,
  checkLayers,
  checkOrphans,
  checkPureRooms,
} from './rooms.ts';

const modules = readProjectTree().filter(isSource).map(parseModule);

it('a room imports only from rooms below it', () => {
  expect(modules.flatMap(checkLayers)).toEqual([]);
});

it('configuration and log are handed down', () => {
  expect(modules.flatMap(checkHandedDown)).toEqual([]);
});

it('dockerode and tar-fs, commander, pino each stay in their room', () => {
  expect(modules.flatMap(checkConfinedLibraries)).toEqual([]);
});

it('what AWS says, the state machine and the phases import no built-in of Node', () => {
  expect(modules.flatMap(checkPureRooms)).toEqual([]);
});

it('imports make no cycle', () => {
  expect(checkCycles(modules)).toEqual([]);
});

it('there is no file that nothing imports', () => {
  expect(checkOrphans(modules)).toEqual([]);
});

const parse = (path: string, text: string) => parseModule({ path, text });

it.each([
  ['src/lambda/a.ts', "import type { A } from '../engine/b.ts';"],
  ['src/channel/a.ts', "import { a } from '../engine/b.ts';"],
  ['src/engine/docker/a.ts', "export { a } from '../../channel/b.ts';"],
  ['src/gateway/a.ts', "await import('../cli/b.ts');"],
  ['src/lambda/a.ts', "import { a } from '../timeline/b.ts';"],
  ['src/environment/a.ts', "import { a } from '../sandbox.ts';"],
  ['src/environment/a.ts', "import { a } from '../../test/support/b.ts';"],
  ['src/cellar/a.ts', ''],
])('the rule for layers notices in %s: %s', (path, text) => {
  expect(checkLayers(parse(path, text))).toHaveLength(1);
});

it('the rule for layers accepts the way down', () => {
  const text = "import { a } from '../engine/b.ts'; import { c } from './c.ts'; import d from 'd';";
  expect(checkLayers(parse('src/package/a.ts', text))).toEqual([]);
});

it('the rule for what is handed down notices', () => {
  const value = "import { createLogger } from '../log.ts';";
  const type = "import type { Logger } from '../log.ts';";
  expect(checkHandedDown(parse('src/engine/a.ts', value))).toHaveLength(1);
  expect(checkHandedDown(parse('src/engine/a.ts', type))).toEqual([]);
  expect(checkHandedDown(parse('src/sandbox.ts', value.replace('..', '.')))).toEqual([]);
});

it.each([
  ['src/engine/a.ts', 'dockerode'],
  ['src/package/a.ts', 'tar-fs'],
  ['src/gateway/a.ts', 'commander'],
  ['src/cli/a.ts', 'pino'],
])('the rule for libraries notices in %s: %s', (path, library) => {
  expect(checkConfinedLibraries(parse(path, `import a from '${library}';`))).toHaveLength(1);
});

it('the rule for libraries accepts each in its room', () => {
  const file = parse('src/engine/docker/a.ts', "import a from 'dockerode';");
  expect(checkConfinedLibraries(file)).toEqual([]);
});

it.each([
  ['src/lambda/a.ts', 'node:fs'],
  ['src/timeline/a.ts', 'os'],
  ['src/environment/lifecycle.ts', 'node:events'],
])('the rule for pure rooms notices in %s: %s', (path, builtin) => {
  expect(checkPureRooms(parse(path, `import a from '${builtin}';`))).toHaveLength(1);
  expect(checkPureRooms(parse('src/environment/a.ts', `import a from '${builtin}';`))).toEqual([]);
});

it('the rules for cycles and orphans notice', () => {
  const a = parse('src/lambda/a.ts', "import { b } from './b.ts';");
  const b = parse('src/lambda/b.ts', "import { type D, c } from './c.ts';");
  const c = parse('src/lambda/c.ts', "export { a } from './a.ts';");
  expect(checkCycles([a, b, c])).toEqual([
    'src/lambda/a.ts → src/lambda/b.ts → src/lambda/c.ts → src/lambda/a.ts',
  ]);
  expect(checkCycles([a, b])).toEqual([]);
  const types = parse('src/lambda/b.ts', "import type { C } from './c.ts';");
  expect(checkCycles([a, types, c])).toEqual([]);
  expect(checkOrphans([a, b, c])).toEqual([]);
  expect(checkOrphans([a, b])).toEqual(['src/lambda/a.ts is imported by no other file of src/']);
});
