import { describe, expect, test } from 'vitest';
import { listContenders } from '../../src/benchmark/contender.ts';
import { type ImportCosts, importCosts } from '../../src/benchmark/imports/import-costs.ts';
import { importSubjects, measureImports } from '../../src/benchmark/imports/measure-imports.ts';
import type { FunctionOptions } from '../../src/function-options.ts';
import type { Runtime } from '../../src/lambda/runtime.ts';
import { buildFunctionImage } from '../support/function-image.ts';
import { useSandbox } from '../support/test-sandbox.ts';
import { isTested, runtimesMadeHere } from '../support/tested-runtimes.ts';
import { writeFunction } from '../support/written-function.ts';

const tests = useSandbox();
const burntMs = 50;
const burn = `const end = performance.now() + ${burntMs}; while (performance.now() < end);`;

/** An ES module that needs two packages, one of each kind, which both need a third. */
const nodeFunction = {
  'index.mjs': `import { esm } from 'esm';
import { cjs } from 'cjs';
import { SQSClient } from '@aws-sdk/client-sqs';
await new Promise((resolve) => setTimeout(resolve, 1));
// Later than init: nobody's import cost.
export const handler = async () => [esm, cjs, typeof SQSClient, await import('./later.mjs')];`,
  'later.mjs': 'export const late = new Error().stack.includes("later.mjs:1:");',
  'node_modules/esm/package.json': '{"name":"esm","type":"module","exports":"./index.js"}',
  'node_modules/esm/index.js': `import both from '@scope/both'; ${burn} export const esm = both.n;`,
  'node_modules/cjs/index.js': `const { n } = require('@scope/both'); exports.cjs = n;`,
  'node_modules/@scope/both/index.js': `require('crypto'); ${burn} module.exports = { n: 1 };`,
};

/** One cold start that counts, as `lambox bench --imports` has five. */
async function importsOf(options: FunctionOptions): Promise<ImportCosts> {
  const createFunction = (own: FunctionOptions) => tests.sandbox.createFunction(own);
  // A busy machine is no failure.
  const patient = { timeoutSeconds: 60, memorySizeMb: 1_769, ...options };
  const contenders = listContenders([{ name: 'f', options: patient }], [1_769]);
  const subjects = await importSubjects(contenders, createFunction);
  const controller = new AbortController();
  const { costs, silent } = await measureImports(subjects, {
    createFunction,
    event: Buffer.from('{}'),
    signal: controller.signal,
    onRun: (done) => {
      if (done === 2) controller.abort();
    },
  });
  expect(silent).toEqual([]);
  return costs[0] ?? importCosts('nothing', []);
}

function figuresOf({ packages }: ImportCosts, ...names: readonly string[]) {
  return names.map((name) => packages.find((cost) => cost.name === name));
}

function checkNode(costs: ImportCosts): void {
  const [own, esm, cjs, both, sqs] = figuresOf(
    costs,
    ...['(own code)', 'esm', 'cjs', '@scope/both', '@aws-sdk/client-sqs'],
  );
  expect(own?.modules).toBe(1);
  expect(esm?.selfMs).toBeGreaterThan(burntMs - 1);
  expect(both?.selfMs).toBeGreaterThan(burntMs - 1);
  // Whoever asks first pays: the other finds it there.
  expect(esm?.totalMs).toBeGreaterThan(2 * burntMs - 1);
  expect(cjs?.totalMs).toBeCloseTo(cjs?.selfMs ?? Number.NaN);
  expect(sqs?.modules).toBeGreaterThanOrEqual(1);
  expect(own?.totalMs).toBeGreaterThan(2 * burntMs - 1);
  expect(costs.tree.map(({ name }) => name)).toEqual(['(own code)']);
  expect(figuresOf(costs, 'node:http')).not.toContain(own);
}

function onlyWhere(runtimes: readonly Runtime[]): readonly Runtime[] {
  return runtimes.filter(isTested);
}

describe.each(onlyWhere(runtimesMadeHere('nodejs')))('imports of $identifier', (runtime) => {
  test('ES modules and CommonJS, each to whoever asked first, without the client', async () => {
    using code = writeFunction(nodeFunction);
    const { identifier } = runtime;
    checkNode(await importsOf({ code: code.path, runtime: identifier, handler: 'index.handler' }));
  });

  test('a function that requires', async () => {
    using code = writeFunction({
      ...nodeFunction,
      'index.js': "const { cjs } = require('cjs'); exports.handler = async () => cjs;",
    });
    const handler = 'index.handler';
    // The file with the shorter ending is found first.
    const costs = await importsOf({ code: code.path, runtime: runtime.identifier, handler });
    const [own, cjs, both, esm] = figuresOf(costs, '(own code)', 'cjs', '@scope/both', 'esm');
    expect(both?.selfMs).toBeGreaterThan(burntMs - 1);
    expect(cjs?.totalMs).toBeGreaterThanOrEqual(both?.totalMs ?? Number.NaN);
    expect(own?.totalMs).toBeGreaterThanOrEqual(cjs?.totalMs ?? Number.NaN);
    expect(esm).toBeUndefined();
  });
});

test('an image on Node.js needs no file of the probe', async () => {
  await using image = await buildFunctionImage(
    "import { createHash } from 'node:crypto'; export const handler = async () => !!createHash;",
    ['CMD ["index.handler"]'],
  );
  const [own] = figuresOf(await importsOf({ code: image.reference }), '(own code)');
  expect(own?.modules).toBe(1);
});

describe.each(onlyWhere(runtimesMadeHere('python')))('imports of $identifier', (runtime) => {
  test('packages and the function itself, from the start to its last line', async () => {
    using code = writeFunction({
      'index.py': `import outer
import time
time.sleep(${burntMs / 1_000})
def handler(event, context):
    import later
`,
      'outer/__init__.py': 'from . import part\nimport inner\n',
      'outer/part.py': '',
      'inner.py': `import time\ntime.sleep(${burntMs / 1_000})\n`,
      'later.py': '',
    });
    const { identifier } = runtime;
    const costs = await importsOf({
      code: code.path,
      runtime: identifier,
      handler: 'index.handler',
    });
    const [own, outer, inner, later] = figuresOf(costs, '(own code)', 'outer', 'inner', 'later');
    expect(own).toMatchObject({ modules: 1 });
    expect(own?.selfMs).toBeGreaterThan(burntMs - 1);
    expect(outer).toMatchObject({ modules: 2 });
    expect(inner?.selfMs).toBeGreaterThan(burntMs - 1);
    expect(outer?.totalMs).toBeGreaterThan(burntMs - 1);
    expect(later).toBeUndefined();
    expect(costs.tree.map(({ name }) => name)).toEqual(['(own code)']);
    expect(figuresOf(costs, 'awslambdaric', 'lambox_import_probe')).toEqual([undefined, undefined]);
  });
});
