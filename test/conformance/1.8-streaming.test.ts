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

test('1.8-2 plain Invoke collects a stream', async () => {
  const chunks = ['"a', 'b', 'c"'];
  const respond = runtimeApi.response('', { chunks, chunkPauseMs: 30, headers: streaming });
  const answer = await deployed.invoke({ steps: [respond] });
  expect([answer.status, answer.body, answer.functionError]).toEqual([200, '"abc"', null]);
});

test('1.8-4 a caller that leaves does not stop the function', async () => {
  const steps = [{ sleepMs: 700 }, { print: 'to the end\n' }];
  await deployed.invoke({ steps }, { leaveAfterMs: 300 });
  await deployed.logged(/^to the end$/);
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
