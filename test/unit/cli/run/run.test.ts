import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { findRun } from '../../../../src/cli/run/record.ts';
import { createCommandLine } from '../../../support/command-line.ts';
import { TemporaryDirectory } from '../../../support/temporary-directory.ts';

type Line = Awaited<ReturnType<typeof createCommandLine>>;

async function urlOf(line: Line): Promise<string> {
  await line.said('ends it');
  return /POST (\S+)/.exec(line.err())?.[1] ?? '';
}

test('it serves until a signal comes and ends with 0', async () => {
  const line = await createCommandLine({ script: ({ text }) => ({ payload: text }) });
  const ended = line.run('run', '-p=127.0.0.1:0:8080', '-m=512m', '--rm', '-it', './src');
  const url = await urlOf(line);
  const response = await fetch(url, { method: 'POST', body: '"ü"' });
  expect(await response.json()).toBe('ü');
  expect(line.created).toMatchObject([{ code: './src', provisioned: 1, memorySizeMb: 512 }]);
  line.signal('SIGTERM');
  expect(await ended).toBe(0);
  expect(line.lambda.disposed).toBe(true);
  await expect(fetch(url, { method: 'POST' })).rejects.toThrow();
});

test("without limits it has the emulator's and says what Lambda's are", async () => {
  const line = await createCommandLine();
  const ended = line.run('run', '-p', '127.0.0.1::8080', './src');
  await urlOf(line);
  expect(line.created).toMatchObject([{ memorySizeMb: 3_008, timeoutSeconds: 300 }]);
  expect(line.err()).toContain("Lambda's own default is 3 s and 128 MB");
  line.signal('SIGINT');
  expect(await ended).toBe(0);
});

test("limits come from flags, then -e, then the caller's environment", async () => {
  const environment = {
    AWS_LAMBDA_FUNCTION_TIMEOUT: '7',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
    AWS_LAMBDA_FUNCTION_NAME: 'mine',
  };
  const line = await createCommandLine({ environment });
  const words = ['-m', '1g', '-e', 'AWS_LAMBDA_FUNCTION_TIMEOUT=8', 'image:tag'];
  const ended = line.run('run', '-p', '127.0.0.1::8080', ...words);
  await urlOf(line);
  const limits = { memorySizeMb: 1_024, timeoutSeconds: 8, functionName: 'mine' };
  expect(line.created).toMatchObject([limits]);
  expect(line.err()).not.toContain("Lambda's own default");
  line.signal('SIGINT');
  expect(await ended).toBe(0);
});

test("docker's words", async () => {
  using folder = new TemporaryDirectory();
  folder.write({ log: 'so far\n' });
  const announced: unknown[] = [];
  const announce = (said: unknown) => announced.push(said);
  const line = await createCommandLine({ parts: { announce } });
  const words =
    '-dit --name my.fn --platform linux/amd64 -v /rie:/aws-lambda ' +
    '--entrypoint /aws-lambda/aws-lambda-rie -w /w --concurrency 2 --standby 3 --idle-timeout 5 ' +
    '--detached-log LOG image npx aws-lambda-ric index.handler -e';
  const given = words.split(' ').map((word) => (word === 'LOG' ? folder.join('log') : word));
  const ended = line.run('run', '-p', '127.0.0.1::8080', ...given);
  await urlOf(line);
  expect(line.created).toMatchObject([
    {
      code: 'image',
      platform: 'linux/amd64',
      concurrency: 2,
      standby: 3,
      idleTimeoutSeconds: 5,
      imageConfig: {
        entryPoint: ['npx', 'aws-lambda-ric', 'index.handler', '-e'],
        command: [],
        workingDirectory: '/w',
      },
    },
  ]);
  expect(await findRun(line.configuration.runtimeDirectory, 'my.fn')).not.toBeNull();
  const log = expect.stringMatching(/^.+\/output\.log$/);
  expect(announced).toMatchObject([{ name: 'my.fn', log }]);
  line.signal('SIGINT');
  await ended;
  expect(await findRun(line.configuration.runtimeDirectory, 'my.fn')).toBeNull();
});

test('events that come early wait until the function is there', async () => {
  const { promise: wait, resolve: go } = Promise.withResolvers<void>();
  const line = await createCommandLine();
  const late = await createCommandLine({
    parts: {
      createSandbox: async () => {
        await wait;
        return {
          createFunction: async () => line.lambda,
          [Symbol.asyncDispose]: async () => {},
        } as never;
      },
    },
  });
  const ended = late.run('run', '-p', '127.0.0.1::8080', './src');
  await late.said('listening on');
  const url = /listening on ([^;]+)/.exec(late.err())?.[1];
  const path = '/2015-03-31/functions/function/invocations';
  const answer = fetch(`${url}${path}`, { method: 'POST', body: '1' });
  go();
  expect((await answer).status).toBe(200);
  late.signal('SIGINT');
  expect(await ended).toBe(0);
});

test('advice about a failure of the packaging is given once', async () => {
  const payload = '{"errorType":"Sandbox.Timedout","errorMessage":"Task timed out"}';
  const line = await createCommandLine({ script: () => ({ payload, functionError: 'Unhandled' }) });
  const ended = line.run('run', '-p', '127.0.0.1::8080', './src');
  const url = await urlOf(line);
  for (let count = 0; count < 3; count += 1) {
    expect(await (await fetch(url, { method: 'POST' })).text()).toBe(payload);
  }
  line.signal('SIGINT');
  await ended;
  expect(line.err().match(/hint: The function had 3 s/g)).toHaveLength(1);
});

test('a port in use is said before anything is made', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const line = await createCommandLine();
  expect(await line.run('run', '-p', `127.0.0.1:${port}:8080`, './src')).toBe(2);
  expect(line.err()).toContain(`127.0.0.1 ${port}: another process already listens there`);
  expect(line.created).toEqual([]);
  other.close();
});

test.each([
  [['--watch', 'image:tag'], '--watch is for a directory of code, not image:tag'],
  [['-p', '9000:80', 'image'], 'container port 80/tcp'],
  [['-p', '9000:8080', '-p', '9001:8080', 'image'], '-p is given 2 times'],
  [['-v', '/data:/data', 'image'], '-v /data:/data cannot be mounted'],
  [['./src', '-p', '9000:8080'], '"-p 9000:8080" behind it'],
  [['-w', '/w', './src'], './src is no image'],
  [['--concurrency', '0', './src'], '--concurrency 0'],
  [['--name', '.hidden', '-p', '127.0.0.1::8080', './src'], '--name ".hidden" is not a name'],
])('%j is refused', async (words, text) => {
  const line = await createCommandLine();
  expect(await line.run('run', ...words)).toBe(2);
  expect(line.err()).toContain(text);
  expect(line.created).toEqual([]);
});
