import { beforeAll, expect, test } from 'vitest';
import { probe, probeCode, runtimeApi } from './harness/probe.ts';
import type { DeployedFunction } from './harness/target.ts';
import { useTarget } from './harness/use-target.ts';

const target = useTarget();
let deployed: DeployedFunction;

beforeAll(async () => {
  const code = await probeCode();
  deployed = await target.deploy({ name: 'headers', runtime: 'provided.al2023', code });
});

const mode = 'Lambda-Runtime-Function-Response-Mode';

test('1.4-1 the content type goes to the caller', async () => {
  const headers = { 'Content-Type': 'text/x-own; charset=utf-8' };
  const response = await deployed.invoke({ steps: [runtimeApi.response('ü', { headers })] });
  expect(response.headers['content-type']).toBe('text/x-own; charset=utf-8');
  expect(response.body).toBe('ü');
  const error = await deployed.invoke({ steps: [runtimeApi.error('{}', { headers })] });
  expect(error.headers['content-type']).toBe('text/x-own; charset=utf-8');
});

test('1.4-4 the response mode is read in lower case alone', async () => {
  const respond = (value: string) =>
    runtimeApi.response('', { chunks: ['"x"'], headers: { [mode]: value } });
  const streaming = await deployed.invoke({ steps: [respond('streaming')] });
  const capital = await deployed.invoke({ steps: [respond('Streaming')] });
  const { seen } = await probe(deployed);
  expect([streaming.body, streaming.functionError]).toEqual(['"x"', null]);
  expect(capital.functionError).toBe('Unhandled');
  expect(seen.slice(-2).map(({ status }) => status)).toEqual([202, 400]);
});

test('1.4-5 a cause for the trace is taken, and is not in the answer', async () => {
  const cause = JSON.stringify({ working_directory: '/var/task', paths: ['x'.repeat(70_000)] });
  const headers = { 'Lambda-Runtime-Function-XRay-Error-Cause': cause };
  const failed = await deployed.invoke({ steps: [runtimeApi.error('{"a":1}', { headers })] });
  expect([failed.body, failed.functionError]).toEqual(['{"a":1}', 'Unhandled']);
});

test('1.4-6 the nonce of an attempt before is refused', async () => {
  const name = 'Lambda-Runtime-Invocation-Id';
  const before = (await probe(deployed)).next.headers?.[name] ?? '';
  const late = runtimeApi.response('"late"', { headers: { [name]: before } });
  const { seen } = await probe(deployed, [late]);
  expect(seen[0]?.status).toBe(410);
});

test('1.4-7 a chunked answer with trailers is taken', async () => {
  const trailers = {
    'Lambda-Runtime-Function-Error-Type': 'Function.Late',
    'Lambda-Runtime-Function-Error-Body': Buffer.from('{"errorType":"Late"}').toString('base64'),
  };
  const respond = { chunks: ['"x"'], trailers, headers: { [mode]: 'streaming' } };
  await deployed.invoke({ steps: [runtimeApi.response('', respond)] });
  const { seen } = await probe(deployed);
  expect(seen[0]?.status).toBe(202);
});
