import { beforeAll, expect, test } from 'vitest';
import { call, probe, probeCode, runtimeApi } from './harness/probe.ts';
import type { DeployedFunction } from './harness/target.ts';
import { useTarget } from './harness/use-target.ts';

const target = useTarget();
let deployed: DeployedFunction;

beforeAll(async () => {
  const code = await probeCode();
  deployed = await target.deploy({ name: 'status', runtime: 'provided.al2023', code });
});

const problem = (errorType: string, errorMessage: string) =>
  `${JSON.stringify({ errorMessage, errorType })}\n`;

const another = 'POST /2018-06-01/runtime/invocation/11111111-2222-4333-8444-555555555555/response';

test('1.5-1 what is accepted gets 202 and a status', async () => {
  await deployed.invoke({ steps: [runtimeApi.response('1')] });
  const { seen } = await probe(deployed);
  expect(seen[0]).toMatchObject({ status: 202, body: '{"status":"OK"}\n' });
  expect(seen[0]?.headers).toMatchObject({ 'Content-Type': 'application/json' });
});

test('1.5-2 1.5-3 another id is 400, with an error of two members and a line end', async () => {
  const { seen } = await probe(deployed, [call(another, { body: '1' })]);
  expect(seen[0]?.status).toBe(400);
  expect(seen[0]?.body).toBe(problem('InvalidRequestID', 'Invalid request ID'));
});

test('1.5-3 a second answer is 400, too', async () => {
  const twice = [runtimeApi.response('1'), runtimeApi.response('2')];
  const answer = await deployed.invoke({ steps: twice });
  const { seen } = await probe(deployed);
  expect(answer.body).toBe('1');
  expect(seen[1]).toMatchObject({ status: 400 });
  expect(seen[1]?.body).toBe(problem('InvalidRequestID', 'Invalid request ID'));
});

test('1.5-4 another response mode is 400, and the event fails', async () => {
  const headers = { 'Lambda-Runtime-Function-Response-Mode': 'fast' };
  const answer = await deployed.invoke({ steps: [runtimeApi.response('1', { headers })] });
  const { seen } = await probe(deployed);
  expect(seen[0]?.status).toBe(400);
  const refused = problem('InvalidFunctionResponseMode', 'Invalid function response mode');
  expect(seen[0]?.body).toBe(refused);
  expect([answer.functionError, answer.body]).toEqual(['Unhandled', '']);
});

test('1.5-5 a body that breaks off is 400, and the event fails', async () => {
  const answer = await deployed.invoke({ steps: [runtimeApi.response('"half', { cut: true })] });
  const { seen } = await probe(deployed);
  expect(seen[0]?.status).toBe(400);
  const refused = problem('TruncatedHTTPRequest', 'HTTP request detected as truncated');
  expect(seen[0]?.body).toBe(refused);
  expect(answer.functionError).toBe('Unhandled');
  expect(answer.body).toContain('"errorType":"Runtime.TruncatedResponse"');
});

test('1.5-6 a call out of order is 403', async () => {
  const { seen } = await probe(deployed, [runtimeApi.initError('{}')]);
  expect(seen[0]?.status).toBe(403);
  const text =
    'State transition from Running to InitError failed for runtime. ' +
    'Error: State transition is not allowed';
  expect(seen[0]?.body).toBe(problem('InvalidStateTransition', text));
});

test('1.5-8 an answer that is too long is 413, and the runtime goes on', async () => {
  const started = (await probe(deployed, [{ read: '/proc/self/stat' }])).seen[0]?.body;
  const long = runtimeApi.response('', { bodyBytes: 6_291_557 });
  const answer = await deployed.invoke({ steps: [long] });
  const { seen } = await probe(deployed, [{ read: '/proc/self/stat' }]);
  expect(seen[0]?.status).toBe(413);
  const refused = 'Exceeded maximum allowed payload size (6291556 bytes).';
  expect(seen[0]?.body).toBe(problem('RequestEntityTooLarge', refused));
  expect(answer.body).toContain('"errorType":"Function.ResponseSizeTooLarge"');
  expect(seen[1]?.body?.split(' ')[21]).toBe(started?.split(' ')[21]);
});

test('1.5-10 an unknown route is 404', async () => {
  const { seen } = await probe(deployed, [call('GET /2018-06-01/runtime/nowhere')]);
  expect(seen[0]).toMatchObject({ status: 404, body: '404 page not found\n' });
});
