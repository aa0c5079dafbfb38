import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import { untilNothingIsOwned } from '../support/containers.ts';
import { buildFunctionImage } from '../support/function-image.ts';
import { lambox, RunningCommand, runProgram, startRun } from '../support/lambox-command.ts';
import { writeFunction } from '../support/written-function.ts';

const echo = `console.log('loading');
export const handler = async (event, context) => {
  console.log('ü', context.awsRequestId);
  if (event.fail) throw new TypeError('on purpose');
  return { event, arn: context.invokedFunctionArn, client: context.clientContext ?? null };
};`;

test('curl: status, payload, headers', async () => {
  using directory = writeFunction({ 'index.mjs': echo });
  const { command, url } = await startRun([directory.path]);
  await using _ended = command;
  const { stdout } = await runProgram('curl', ['-si', '-d', '{"a": "ü"}', url]);
  expect(stdout).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(stdout).toMatch(/^X-Amz-Executed-Version: \$LATEST\r$/m);
  expect(stdout).toMatch(/\r\n\r\n\{"event":\{"a":"ü"\},"arn":"arn:aws:lambda:us-east-1:/);
  const failed = await runProgram('curl', ['-si', '-d', '{"fail":true}', url]);
  expect(failed.stdout).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(failed.stdout).toMatch(/^X-Amz-Function-Error: Unhandled\r$/m);
  expect(failed.stdout).toContain('{"errorType":"TypeError","errorMessage":"on purpose"');
  const malformed = await runProgram('curl', ['-si', '-d', '{"a":', url]);
  expect(malformed.stdout).toMatch(/^HTTP\/1\.1 400 /);
  expect(malformed.stdout).toContain('Could not parse request body into json');
});

test('init is done before the first event, and still in its REPORT', async () => {
  using directory = writeFunction({ 'index.mjs': echo });
  const { command, url } = await startRun([directory.path]);
  await using _ended = command;
  await fetch(url, { method: 'POST', body: '{}' });
  const [report] = await command.said(/REPORT .*\n/);
  expect(report).toMatch(/Memory Size: 3008 MB.*Init Duration: \d+\.\d\d ms/);
  expect(command.output).toMatch(/3,008 MB, 300 s as the emulator has; Lambda's own/);
  expect(command.output).toMatch(/loading[\s\S]*START RequestId/);
});

const aws = '/usr/bin/aws';
const hasAws = existsSync(aws);

test.skipIf(!hasAws)(`${aws} lambda invoke, which Debian's awscli brings`, async () => {
  using directory = writeFunction({ 'index.mjs': echo });
  const name = 'aws-cli-test';
  const { command, origin } = await startRun(['--name', name, directory.path]);
  await using _ended = command;
  const variables = {
    AWS_ACCESS_KEY_ID: 'x',
    AWS_SECRET_ACCESS_KEY: 'x',
    AWS_DEFAULT_REGION: 'us-east-1',
  };
  const client = Buffer.from('{"custom":{"k":"v"}}').toString('base64');
  const invoke = (functionName: string, ...words: string[]) =>
    runProgram(
      aws,
      [
        ...['lambda', 'invoke', '--endpoint-url', origin, '--function-name', functionName],
        ...words,
        directory.join('out.json'),
      ],
      { variables },
    );
  directory.write({ 'event.json': '{"a":1}' });
  const payload = `fileb://${directory.join('event.json')}`;
  const words = ['--payload', payload, '--log-type', 'Tail', '--client-context', client];
  const { stdout, stderr } = await invoke(name, ...words);
  expect(stderr).toBe('');
  const { LogResult, ...answer } = JSON.parse(stdout);
  expect(answer).toEqual({ StatusCode: 200, ExecutedVersion: '$LATEST' });
  expect(Buffer.from(LogResult, 'base64').toString()).toMatch(
    /^START RequestId: [\s\S]*ü [\s\S]*\nEND RequestId: .*\nREPORT RequestId: .*\t\n$/,
  );
  expect(JSON.parse(await readFile(directory.join('out.json'), 'utf8'))).toEqual({
    event: { a: 1 },
    arn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
    client: { custom: { k: 'v' } },
  });
  const [other, event, dryRun] = await Promise.all([
    invoke('other'),
    invoke(name, '--invocation-type', 'Event'),
    invoke(name, '--invocation-type', 'DryRun'),
  ]);
  expect(other.stderr).toContain('(ResourceNotFoundException)');
  expect(other.stderr).toContain(':function:other:$LATEST');
  expect(JSON.parse(event.stdout)).toEqual({ StatusCode: 202 });
  expect(JSON.parse(dryRun.stdout)).toEqual({ StatusCode: 204 });
});

test("an image with docker's words, and AWS's documented form for the emulator", async () => {
  const source = `export const handler = async () => ({ cwd: process.cwd(), a: process.env.A,
    memory: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE });`;
  await using image = await buildFunctionImage(source, ['CMD ["index.handler"]']);
  const post = async (words: readonly string[]) => {
    const { command, url } = await startRun([...words]);
    await using _ended = command;
    return (await fetch(url, { method: 'POST', body: '{}' })).json();
  };
  const words = ['--rm', '-it', '-e', 'A=1', '-m', '512m', '--platform', 'linux/amd64'];
  const expected = { cwd: '/var/task', a: '1', memory: '512' };
  expect(await post([...words, image.reference])).toEqual(expected);
  const rie = ['-v', '/nowhere:/aws-lambda', '--entrypoint', '/aws-lambda/aws-lambda-rie'];
  const command = ['/lambda-entrypoint.sh', 'index.handler'];
  expect(await post([...words, ...rie, image.reference, ...command])).toEqual(expected);
});

test('an image of another architecture than --platform asks for is refused', async () => {
  await using image = await buildFunctionImage('export const handler = async () => 1;', []);
  const other = process.arch === 'arm64' ? 'linux/amd64' : 'linux/arm64';
  const words = ['run', '-p', '127.0.0.1::8080', '--platform', other, image.reference];
  const { exitCode, stderr } = await lambox(words);
  expect(exitCode, stderr).toBe(2);
  expect(stderr).toContain(`the platform asked for is ${other}. Bring it first (docker pull`);
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends it with 0, nothing left', async (signal) => {
  using directory = writeFunction({ 'index.mjs': echo });
  const { command, url } = await startRun([directory.path]);
  await fetch(url, { method: 'POST', body: '{}' });
  command.process.kill(signal);
  expect(await command.ended).toBe(0);
  expect(await untilNothingIsOwned(command.process.pid ?? 0)).toEqual([]);
});

test('a signal during an event ends it, too', async () => {
  const source = 'export const handler = () => new Promise((r) => setTimeout(r, 60_000));';
  using directory = writeFunction({ 'index.mjs': source });
  const { command, url } = await startRun([directory.path]);
  const answer = fetch(url, { method: 'POST', body: '{}' }).catch((error: unknown) => error);
  await command.said(/START RequestId/);
  command.process.kill('SIGTERM');
  expect(await command.ended).toBe(0);
  await answer;
  expect(await untilNothingIsOwned(command.process.pid ?? 0)).toEqual([]);
});

test('-d returns when the port listens; lambox stop ends it', async () => {
  using directory = writeFunction({ 'index.mjs': echo });
  const started = await lambox(['run', '-d', '-p', '127.0.0.1::8080', directory.path]);
  expect(started.exitCode, started.stderr).toBe(0);
  expect(started.stdout).toMatch(/^[\w-]+-\d+\n$/);
  const name = started.stdout.trim();
  const port = name.slice(name.lastIndexOf('-') + 1);
  const url = `http://127.0.0.1:${port}/2015-03-31/functions/function/invocations`;
  expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(200);
  const [, log = ''] = /its output is in (\S+),/.exec(started.stderr) ?? [];
  // The log is written in batches: it may come a moment after the answer.
  await vi.waitFor(async () => {
    expect(await readFile(log, 'utf8')).toContain('START RequestId');
  }, 30_000);
  const stopped = await lambox(['stop', name]);
  expect(stopped).toMatchObject({ exitCode: 0, stdout: `${name}\n`, stderr: '' });
  await expect(fetch(url, { method: 'POST' })).rejects.toThrow();
  expect((await lambox(['stop', name])).exitCode).toBe(2);
});

test('-d says what went wrong, with the exit code', async () => {
  const started = await lambox(['run', '-d', '-p', '127.0.0.1::8080', 'no/such-image:1']);
  expect(started.exitCode).toBe(2);
  expect(started.stdout).toBe('');
  expect(started.stderr).toContain('(ImageNotFound)');
});

test('a name can be had once', async () => {
  using directory = writeFunction({ 'index.mjs': echo });
  const { command } = await startRun(['--name', 'only-once', directory.path]);
  await using _ended = command;
  const words = ['run', '-p', '127.0.0.1::8080', '--name', 'only-once', directory.path];
  await using second = new RunningCommand(words);
  expect(await second.ended).toBe(2);
  expect(second.output).toContain('a run named only-once goes on at http://127.0.0.1:');
});
