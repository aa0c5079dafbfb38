import { beforeAll, expect, test } from 'vitest';
import { probeCode, runtimeApi } from './harness/probe.ts';
import type { DeployedFunction } from './harness/target.ts';
import { useTarget } from './harness/use-target.ts';

const target = useTarget();
let deployed: DeployedFunction;
const streaming = { 'Lambda-Runtime-Function-Response-Mode': 'streaming' };

beforeAll(async () => {
  const code = await probeCode();
  deployed = await target.deploy({ name: 'streaming', runtime: 'provided.al2023', code });
});

test('1.8-1 a stream reaches the caller as it is written', async () => {
  const written = { chunks: ['first', 'second'], chunkPauseMs: 1_200, headers: streaming };
  const { chunks, errorCode } = await deployed.invokeStream({
    steps: [runtimeApi.response('', written)],
  });
  expect(chunks.map(({ text }) => text)).toEqual(['first', 'second']);
  const [first, second] = chunks.map(({ atMs }) => atMs);
  expect(Number(second) - Number(first)).toBeGreaterThan(400);
  expect(errorCode).toBe('');
});

test('1.8-3 the first 6 MiB at once, then 2 MiB a second', async () => {
  const code = {
    'index.mjs': `export const handler = awslambda.streamifyResponse(async (event, stream) => {
      stream.end(Buffer.alloc(event.megabytes * 2 ** 20, 'x'));
    });`,
  };
  const node = { name: 'rate', runtime: 'nodejs24.x', code, timeoutSeconds: 30 } as const;
  const rate = await target.deploy(node);
  const endOf = async (megabytes: number) => {
    return (await rate.invokeStream({ megabytes })).chunks.at(-1);
  };
  await endOf(1);
  expect((await endOf(10))?.atMs).toBeGreaterThan(1_800);
});

test('1.4-3 1.8-6 an error after the first byte ends the stream, said in trailers', async () => {
  const error = '{"errorType":"Late","errorMessage":"m"}';
  const trailers = {
    'Lambda-Runtime-Function-Error-Type': 'Function.Late',
    'Lambda-Runtime-Function-Error-Body': Buffer.from(error).toString('base64'),
  };
  const respond = runtimeApi.response('', { chunks: ['begun'], trailers, headers: streaming });
  const { chunks, errorCode, errorDetails } = await deployed.invokeStream({ steps: [respond] });
  expect(chunks.map(({ text }) => text).join('')).toBe('begun');
  expect(errorCode).toBe('Function.Late');
  expect(errorDetails).toBe(error);
});

test('1.8-7 a timeout in mid-stream ends it with its type', async () => {
  const code = await probeCode();
  const late = { name: 'late', runtime: 'provided.al2023', code, timeoutSeconds: 2 } as const;
  const written = { chunks: ['begun', 'never'], chunkPauseMs: 9_000, headers: streaming };
  const answer = await (await target.deploy(late)).invokeStream({
    steps: [runtimeApi.response('', written)],
  });
  expect(answer.chunks.map(({ text }) => text)).toEqual(['begun']);
  expect(answer.errorCode).toBe('Sandbox.Timedout');
});

test('1.8-2 plain Invoke collects a stream', async () => {
  const chunks = ['"a', 'b', 'c"'];
  const respond = runtimeApi.response('', { chunks, chunkPauseMs: 30, headers: streaming });
  const answer = await deployed.invoke({ steps: [respond] });
  expect([answer.status, answer.body, answer.functionError]).toEqual([200, '"abc"', null]);
});

test('1.8-4 a caller that leaves does not stop the function', async () => {
  const steps = [{ print: 'begun\n' }, { sleepMs: 700 }, { print: 'to the end\n' }];
  const requestId = crypto.randomUUID();
  const headers = { 'x-amzn-RequestId': requestId };
  const left = await deployed.invoke({ steps }, { headers, leaveAt: deployed.logged(/^begun$/) });
  expect(await deployed.logOf({ ...left, requestId })).toContain('to the end');
  const answer = await deployed.invoke({ steps: [runtimeApi.response('1')] });
  expect(answer.body).toBe('1');
});

test('1.8-5 an error before the first byte is an error', async () => {
  const headers = { ...streaming, 'Content-Type': 'application/json' };
  const answer = await deployed.invoke({ steps: [runtimeApi.error('{"a":1}', { headers })] });
  expect([answer.body, answer.functionError]).toEqual(['{"a":1}', 'Unhandled']);
});

test("1.8-8 Node.js's content types of a stream", async () => {
  const code = {
    'index.mjs': `export const plain = awslambda.streamifyResponse(async (event, stream) => {
      stream.write('abc');
      stream.end();
    });
    export const http = awslambda.streamifyResponse(async (event, stream) => {
      const framed = awslambda.HttpResponseStream.from(stream, { statusCode: 201 });
      framed.write('body');
      framed.end();
    });`,
  };
  const deploy = (handler: string) =>
    target.deploy({
      name: `stream-${handler}`,
      runtime: 'nodejs24.x',
      handler: `index.${handler}`,
      code,
    });
  const plain = await (await deploy('plain')).invoke();
  const http = await (await deploy('http')).invoke();
  expect(plain.body).toBe('abc');
  expect(plain.headers['content-type']).toBe('application/octet-stream');
  const type = 'application/vnd.awslambda.http-integration-response';
  expect(http.headers['content-type']).toBe(type);
  expect(http.body).toBe(`{"statusCode":201}${'\0'.repeat(8)}body`);
});
