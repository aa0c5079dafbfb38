import { cpSync, renameSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { listUsedCode } from '../../src/package/code-eviction.ts';
import { functionDirectory } from '../support/function-directory.ts';
import { startRun } from '../support/lambox-command.ts';
import { openLoopbackService } from '../support/loopback-service.ts';
import { TemporaryDirectory } from '../support/temporary-directory.ts';
import { useSandbox } from '../support/test-sandbox.ts';
import { writeFunction } from '../support/written-function.ts';

const tests = useSandbox();

test('an edit: running events finish on the old code, the next is cold and says why', async () => {
  await using service = await openLoopbackService();
  using code = new TemporaryDirectory();
  cpSync(functionDirectory('host-service'), code.path, { recursive: true });
  const options = { code: code.path, hostServices: [service.port], timeoutSeconds: 60 };
  await using edited = await tests.create('host-service', options);
  const running = edited.invoke({ act: 'talk', port: service.port, words: '' });
  const socket = await service.accept();
  code.write({ 'index.mjs': "export const handler = async () => 'new';" });
  const { codeSha256: before, codeDirectory } = edited.lambda.package;
  const cache = path.resolve(codeDirectory ?? '', '../..');
  const isUsed = async () => (await listUsedCode(cache)).includes(before ?? '');
  expect(await edited.lambda.redeploy()).toBe(true);
  expect(await edited.lambda.redeploy()).toBe(false);
  expect(edited.lambda.package.codeSha256).not.toBe(before);
  expect(await edited.invoke()).toMatchObject({
    startKind: 'cold',
    startReason: 'codeChanged',
    payload: 'new',
  });
  expect(await isUsed()).toBe(true);
  socket.end('old');
  expect((await running).payload).toBe('old');
  // With the last event of the old code its place in the store is free.
  await expect.poll(isUsed, { timeout: 60_000 }).toBe(false);
  expect(await edited.invoke()).toMatchObject({ startKind: 'warm', payload: 'new' });
  // A broken edit is served as Lambda would.
  code.write({ 'index.mjs': 'export const handler = (' });
  expect(await edited.lambda.redeploy()).toBe(true);
  const { functionError, payload } = await edited.invoke();
  expect(functionError).toBe('Unhandled');
  expect(payload).toMatchObject({ errorType: 'Runtime.UserCodeSyntaxError' });
});

test('lambox run --watch says that code has changed, in one line', async () => {
  using directory = writeFunction({ 'index.mjs': "export const handler = async () => 'one';" });
  const { command, url } = await startRun(['--watch', directory.path]);
  await using _ended = command;
  const post = async () => (await fetch(url, { method: 'POST', body: '{}' })).json();
  expect(await post()).toBe('one');
  // In one piece: half a file would be an edit, too.
  using beside = writeFunction({ 'index.mjs': "export const handler = async () => 'two';" });
  renameSync(beside.join('index.mjs'), directory.join('index.mjs'));
  await command.said(/^code changed: the next event finds a new environment$/m);
  expect(await post()).toBe('two');
});
