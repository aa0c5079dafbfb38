import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../src/configuration.ts';
import { createSandbox } from '../../src/sandbox.ts';
import { functionDirectory } from '../support/function-directory.ts';
import { lambox } from '../support/lambox-command.ts';
import { openLoopbackService, unusedPort } from '../support/loopback-service.ts';
import { openObjectServer } from '../support/object-server.ts';
import { useSandbox } from '../support/test-sandbox.ts';

const tests = useSandbox();
const timeoutSeconds = 60;

describe('a service on 127.0.0.1 of this machine', () => {
  it("is reached by AWS's SDK without a network, as AWS_ENDPOINT_URL_S3 names it", async () => {
    await using server = await openObjectServer();
    const variables = { AWS_ENDPOINT_URL_S3: `http://localhost:${server.port}` };
    const options = { variables, networkMode: 'none', timeoutSeconds };
    await using stored = await tests.create('host-service', options);
    for (const bytes of [0, 70_000, 5_000_000]) {
      const result = await stored.invoke({ act: 'store', bytes });
      expect([bytes, result.payload]).toEqual([bytes, true]);
    }
    expect([...server.objects.keys()]).toEqual(['/photos/a b/ü.bin']);
  });

  it('is reached over the attach stream, too', async () => {
    await using server = await openObjectServer();
    const configuration = { ...readConfiguration(), channel: 'attach' as const };
    await using sandbox = await createSandbox({ configuration });
    await using stored = await sandbox.createFunction({
      code: functionDirectory('host-service'),
      variables: { AWS_ENDPOINT_URL: `http://127.0.0.1:${server.port}` },
      memorySizeMb: 1769,
      timeoutSeconds,
    });
    expect((await stored.invoke({ act: 'store', bytes: 300_000 })).payload).toBe(true);
  });

  it('hears each half close, and is there on localhost in any network', async () => {
    await using service = await openLoopbackService();
    const { port } = service;
    await using talker = await tests.create('host-service', {
      hostServices: [port],
      timeoutSeconds,
    });
    const talking = talker.invoke({ act: 'talk', port, words: 'hello' });
    const socket = await service.accept();
    expect((await buffer(socket)).toString()).toBe('hello');
    socket.end('good day');
    expect((await talking).payload).toBe('good day');
  });

  it('resets the connection where nobody listens', async () => {
    const port = await unusedPort();
    const options = { hostServices: [port], networkMode: 'none', timeoutSeconds };
    await using talker = await tests.create('host-service', options);
    expect((await talker.invoke({ act: 'talk', port, words: '' })).payload).toBe('ECONNRESET');
  });

  it('keeps its connections over a freeze and loses them with a reset', async () => {
    await using service = await openLoopbackService();
    const options = { hostServices: [service.port], timeoutSeconds };
    await using keeper = await tests.create('host-service', options);
    await keeper.invoke({ act: 'keep', port: service.port });
    const socket = await service.accept();
    const closed = once(socket, 'close');
    socket.write('while frozen');
    expect(await keeper.invoke({ act: 'hear' })).toMatchObject({
      startKind: 'warm',
      payload: 'while frozen',
    });
    expect((await keeper.invoke({ act: 'exit' })).functionError).toBe('Unhandled');
    socket.end();
    await closed;
    const again = keeper.invoke({ act: 'talk', port: service.port, words: 'back' });
    (await service.accept()).end('again');
    expect(await again).toMatchObject({ startKind: 'reset', payload: 'again' });
  });
});

it('resolves host.docker.internal where there is a way to it', async () => {
  await using connected = await tests.create('host-service', { timeoutSeconds });
  expect((await connected.invoke({})).payload).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
  await using alone = await tests.create('host-service', { networkMode: 'none', timeoutSeconds });
  expect((await alone.invoke({})).payload).toMatch(/^(ENOTFOUND|EAI_AGAIN)$/);
});

it('lambox invoke --host-service, and ports that it refuses', async () => {
  await using service = await openLoopbackService();
  const { port } = service;
  const code = functionDirectory('host-service');
  const event = JSON.stringify({ act: 'talk', port, words: 'cli' });
  const words = ['invoke', code, '--host-service', `${port}`, '--network', 'none'];
  const invoked = lambox([...words, '-m', '1769', '--timeout', '60', '--event', event]);
  (await service.accept()).end('heard');
  expect((await invoked).stdout).toBe('"heard"\n');
  const [runtimeApi, word] = await Promise.all([
    lambox(['invoke', code, '--host-service', '9001']),
    lambox(['invoke', code, '--host-service', '4566:4567']),
  ]);
  expect(runtimeApi).toMatchObject({ exitCode: 2, stdout: '' });
  expect(runtimeApi.stderr).toContain("port 9001 is the Runtime API's inside every environment");
  expect(word).toMatchObject({ exitCode: 2, stdout: '' });
  expect(word.stderr).toContain('--host-service 4566:4567 is out of range');
});
