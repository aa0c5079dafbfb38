import { writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { lambox } from '../support/lambox-command.ts';
import { TemporaryDirectory } from '../support/temporary-directory.ts';
import { checkedFunction, useSandbox } from '../support/test-sandbox.ts';
import { writeZip, type ZipPart } from '../support/zip-writer.ts';

const tests = useSandbox();
const directory = new TemporaryDirectory();
afterAll(() => directory[Symbol.dispose]());

const handler = `
import { readFileSync, readlinkSync, statSync } from 'node:fs';
import { greet } from './lib/greet.mjs';
export const handler = async ({ modes, links, files }) => ({
  greeting: greet(),
  modes: modes.map((name) => (statSync(name).mode & 0o777).toString(8)),
  links: links.map((name) => readlinkSync(name)),
  files: files.map((name) => readFileSync(name, 'utf8')),
});
`;
const greet = "export const greet = () => 'hello from a zip';";

/** Runtime and handler are named by nobody, unless given. */
async function create(name: string, parts: readonly ZipPart[]) {
  const code = directory.join(name);
  writeFileSync(code, writeZip(parts));
  const lambda = await tests.sandbox.createFunction({
    code,
    memorySizeMb: 1769,
    timeoutSeconds: 60,
  });
  return checkedFunction(lambda);
}

test('a zip file is a function, with its modes and links', async () => {
  await using tested = await create('my.function.zip', [
    { name: 'index.mjs', content: handler },
    { name: 'lib/greet.mjs', content: greet, mode: 0o100755 },
    { name: 'data/', mode: 0o040711 },
    { name: 'data/open', content: 'open', mode: 0o100604 },
    { name: 'data/link', content: './open', mode: 0o120777 },
    { name: 'outside', content: '/tmp', mode: 0o120777 },
  ]);
  const { configuration, inferred } = tested.lambda;
  expect(configuration).toMatchObject({
    functionName: 'my-function',
    packageType: 'Zip',
    runtime: 'nodejs24.x',
    handler: 'index.handler',
  });
  expect(inferred).toBe('index.mjs exports handler');
  const event = {
    modes: ['index.mjs', 'lib', 'lib/greet.mjs', 'data', 'data/open', 'outside/'],
    links: ['data/link', 'outside'],
    files: ['data/link'],
  };
  expect((await tested.invoke(event)).payload).toEqual({
    greeting: 'hello from a zip',
    modes: ['644', '755', '755', '711', '604', '777'],
    links: ['./open', '/tmp'],
    files: ['open'],
  });
});

test('what its owner alone may read fails as on Lambda: a zip file keeps its modes', async () => {
  await using tested = await create('closed.zip', [
    { name: 'index.mjs', content: handler },
    { name: 'lib/greet.mjs', content: greet, mode: 0o100600 },
  ]);
  const result = await tested.invoke();
  expect(result.functionError).toBe('Unhandled');
  expect(result.payload).toMatchObject({
    errorType: 'Error',
    errorMessage: "EACCES: permission denied, open '/var/task/lib/greet.mjs'",
  });
});

test('a bootstrap that its owner alone may execute does not run', async () => {
  await using tested = await create('bootstrap.zip', [
    { name: 'bootstrap', content: '#!/bin/sh\nexit 1', mode: 0o100744 },
  ]);
  expect(tested.lambda.configuration.runtime).toBe('provided.al2023');
  const result = await tested.invoke();
  expect(result.payload).toMatchObject({
    errorType: 'Runtime.InvalidEntrypoint',
    errorMessage: expect.stringContaining('permission denied'),
  });
});

test('the same content has the same place in the store, zipped or not', async () => {
  const files = { 'index.mjs': 'export const handler = async () => 1;', 'a/b.txt': 'b' };
  directory.write(Object.fromEntries(Object.entries(files).map(([k, v]) => [`plain/${k}`, v])));
  const parts = Object.entries(files).map(([name, content]) => ({ name, content }));
  await using zipped = await create('plain.zip', parts);
  await using plain = await tests.create('echo', { code: directory.join('plain') });
  expect(zipped.lambda.package.codeDirectory).toBe(plain.lambda.package.codeDirectory);
});

test('the command: the answer, and a hint where the modes are to blame', async () => {
  const closed = [{ name: 'index.mjs', content: handler, mode: 0o100600 }];
  const file = directory.join('hint.zip');
  writeFileSync(file, writeZip(closed));
  const result = await lambox(['invoke', file, '--timeout', '60', '--memory', '1769']);
  expect(result.exitCode).toBe(1);
  expect(result.stdout).toContain('EACCES: permission denied');
  expect(result.stderr).toContain('chmod -R a+rX');
});
