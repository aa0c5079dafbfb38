import { expect, test } from 'vitest';
import { readNodeImports } from '../../../../src/benchmark/imports/read-node-imports.ts';

const client = '/var/runtime/index.mjs';

function said(...rows: readonly (readonly [string, string | null, number])[]): readonly string[] {
  const part = `lambox-imports ${JSON.stringify(rows)}`;
  return ['INIT_START Runtime Version: x', part, 'lambox-imports {"totalMs":50}', 'START'];
}

test('own files and packages, without the runtime client and what it needs', () => {
  const packages = '/var/task/node_modules';
  const lines = said(
    [client, null, 5],
    ['node:http', client, 6],
    ['/var/runtime/rapid-client.node', client, 1],
    ['/var/task/index.mjs', client, 10],
    ['/var/task/lib/a.mjs', '/var/task/index.mjs', 2],
    [`${packages}/left/index.js`, '/var/task/lib/a.mjs', 3],
    [`${packages}/left/node_modules/@s/right/x.js`, `${packages}/left/index.js`, 4],
    ['node:crypto', `${packages}/left/index.js`, 7],
    ['/var/runtime/node_modules/@aws-sdk/client-s3/index.js', '/var/task/index.mjs', 8],
  );
  expect(readNodeImports(lines)).toEqual({
    totalMs: 50,
    modules: [
      { packageName: '(own code)', parent: null, selfMs: 10 },
      { packageName: '(own code)', parent: 0, selfMs: 2 },
      { packageName: 'left', parent: 1, selfMs: 3 },
      { packageName: '@s/right', parent: 2, selfMs: 4 },
      { packageName: 'node:crypto', parent: 2, selfMs: 7 },
      { packageName: '@aws-sdk/client-s3', parent: 0, selfMs: 8 },
    ],
  });
});

test('a handler that is itself in a package, as tools that wrap handlers have it', () => {
  const wrapper = '/opt/nodejs/node_modules/wrapper/handler.js';
  const run = readNodeImports(said([client, null, 5], [wrapper, client, 3]));
  expect(run?.modules).toEqual([{ packageName: 'wrapper', parent: null, selfMs: 3 }]);
});

test('in an image the client is a package, and brings packages of its own', () => {
  const packages = '/app/node_modules';
  const ric = `${packages}/aws-lambda-ric/index.mjs`;
  const lines = said(
    [ric, null, 5],
    [`${packages}/node-addon-api/index.js`, ric, 1],
    ['node:fs', `${packages}/node-addon-api/index.js`, 1],
    ['/app/index.js', ric, 2],
  );
  const { modules } = readNodeImports(lines) ?? {};
  expect(modules).toEqual([{ packageName: '(own code)', parent: null, selfMs: 2 }]);
});

test('importers that go in a circle end somewhere', () => {
  const [a, b] = ['/var/task/a.mjs', '/var/task/b.mjs'];
  expect(readNodeImports(said([a, b, 1], [b, a, 1]))?.modules).toHaveLength(2);
});

test('nothing said, or not to its end, is nothing', () => {
  expect(readNodeImports(['START', 'lambox-imports 17', 'hello'])).toBeNull();
  expect(readNodeImports(['lambox-imports [["/var/task/a.js",null,1]]'])).toBeNull();
});
