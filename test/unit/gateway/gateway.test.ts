import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createGateway, type Gateway } from '../../../src/gateway/gateway.ts';
import type { LambdaFunction } from '../../../src/sandbox.ts';
import { createScriptedFunction } from '../../support/scripted-function.ts';

const open: Gateway[] = [];

async function serve(lambda: LambdaFunction | Promise<LambdaFunction>): Promise<Gateway> {
  const options = { aliases: ['function'], hostname: '127.0.0.1', port: 0 };
  const gateway = await createGateway({ function: lambda, ...options });
  open.push(gateway);
  return gateway;
}

const invokePath = '/2015-03-31/functions/function/invocations';

afterEach(async () => {
  await Promise.all(open.splice(0).map((gateway) => gateway[Symbol.asyncDispose]()));
});

test('an answer is the payload, byte for byte, with the headers of Invoke', async () => {
  const lambda = createScriptedFunction(() => ({ payload: '{ "ü" : 1 }' }));
  const gateway = await serve(lambda);
  const response = await fetch(gateway.url + invokePath, { method: 'POST', body: '{ "a":  "ü" }' });
  expect(response.status).toBe(200);
  expect(await response.text()).toBe('{ "ü" : 1 }');
  expect(response.headers.get('x-amz-executed-version')).toBe('$LATEST');
  expect(response.headers.get('x-amz-function-error')).toBeNull();
  expect(response.headers.get('x-amz-log-result')).toBeNull();
  expect(response.headers.get('x-amzn-trace-id')).toMatch(/^Root=1-/);
  expect(response.headers.get('x-amzn-requestid')).toBe(lambda.received[0]?.options.requestId);
  expect(lambda.received[0]?.text).toBe('{ "a":  "ü" }');
});

test('requests that come before the function is ready wait for it', async () => {
  const { promise, resolve } = Promise.withResolvers<LambdaFunction>();
  const gateway = await serve(promise);
  const answer = fetch(gateway.url + invokePath, { method: 'POST', body: '1' });
  const lambda = createScriptedFunction();
  resolve(lambda);
  expect((await answer).status).toBe(200);
});

test('a path that is no operation is 404, another method 405', async () => {
  const gateway = await serve(createScriptedFunction());
  const unknown = await fetch(`${gateway.url}/2015-03-31/functions/`);
  expect(unknown.status).toBe(404);
  expect(unknown.headers.get('x-amzn-errortype')).toBe('UnknownOperationException');
  const got = await fetch(gateway.url + invokePath);
  expect(got.status).toBe(405);
  expect(got.headers.get('allow')).toBe('POST');
});

test("a port in use is the caller's error with a remedy", async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const options = { aliases: [], hostname: '127.0.0.1', port };
  await expect(
    createGateway({ function: createScriptedFunction(), ...options }),
  ).rejects.toMatchObject({ code: 'AddressInUse', remedy: expect.stringContaining('-p') });
  other.close();
});

test('a function that never comes to be does not keep the gateway from closing', async () => {
  const { promise, reject } = Promise.withResolvers<LambdaFunction>();
  const gateway = await serve(promise);
  reject(new Error('no such image'));
  await gateway[Symbol.asyncDispose]();
  await expect(fetch(gateway.url)).rejects.toThrow();
});

test('disposing while the function is still to come closes at once', async () => {
  const gateway = await serve(new Promise<LambdaFunction>(() => {}));
  await gateway[Symbol.asyncDispose]();
  await expect(fetch(gateway.url)).rejects.toThrow();
});
