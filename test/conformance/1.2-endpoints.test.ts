import { beforeAll, expect, test } from 'vitest';
import { call, probe, probeCode, runtimeApi, type Seen, seenBy } from './harness/probe.ts';
import type { DeployedFunction } from './harness/target.ts';
import { useTarget } from './harness/use-target.ts';

const target = useTarget();
let deployed: DeployedFunction;

beforeAll(async () => {
  const code = await probeCode([runtimeApi.initError('{"first":true}'), { say: 'init' }]);
  const started = await probeCode();
  await target
    .deploy({ name: 'refused', runtime: 'provided.al2023', code, timeoutSeconds: 1 })
    .then(async (refused) => {
      await refused.invoke();
      early = seenBy(refused, 'init');
    });
  deployed = await target.deploy({ name: 'endpoints', runtime: 'provided.al2023', code: started });
});

let early: readonly Seen[];

async function statusOf(words: string): Promise<Seen | undefined> {
  const { seen } = await probe(deployed, [call(words)]);
  return seen[0];
}

test('1.2-2 ping', async () => {
  expect(await statusOf('GET /2018-06-01/ping')).toMatchObject({ status: 200, body: 'pong' });
});

test('1.2-4 the response is 202, in one piece or in chunks', async () => {
  const whole = await deployed.invoke({ steps: [runtimeApi.response('"whole"')] });
  const pieces = runtimeApi.response('', { chunks: ['"pie', 'ces"'] });
  const chunked = await deployed.invoke({ steps: [pieces] });
  const { seen } = await probe(deployed);
  expect([whole.body, chunked.body]).toEqual(['"whole"', '"pieces"']);
  expect(seen.map(({ status }) => status)).toEqual([202, 202]);
});

test('1.2-5 the error is 202, and refused after a response', async () => {
  const failed = await deployed.invoke({ steps: [runtimeApi.error('{"errorType":"E"}')] });
  expect(failed.functionError).toBe('Unhandled');
  expect(failed.body).toBe('{"errorType":"E"}');
  const both = [runtimeApi.response('"first"'), runtimeApi.error('{"errorType":"E"}')];
  const answered = await deployed.invoke({ steps: both });
  const { seen } = await probe(deployed);
  expect([answered.body, answered.functionError]).toEqual(['"first"', null]);
  expect(seen.map(({ status }) => status)).toEqual([202, 202, 400]);
});

test('1.2-6 the init error is 202 before the first next, and refused after it', async () => {
  expect(early[0]?.status).toBe(202);
  const { seen } = await probe(deployed, [runtimeApi.initError('{}')]);
  expect(seen[0]?.status).toBe(403);
});

test.each([
  ['1.2-7', 'GET /2018-06-01/runtime/restore/next'],
  ['1.2-8', 'POST /2018-06-01/runtime/restore/error'],
  ['1.2-9', 'GET /2021-04-23/credentials'],
])('%s %s is unknown without SnapStart', async (_id, words) => {
  expect((await statusOf(words))?.status).toBe(404);
});

test.each([
  ['1.2-10', 'GET /2020-01-01/extension/event/next'],
  ['1.2-11', 'PUT /2020-08-15/logs'],
  ['1.2-12', 'PUT /2022-07-01/telemetry'],
])('%s %s asks for an identifier', async (_id, words) => {
  const seen = await statusOf(words);
  expect(seen?.status).toBe(403);
  expect(seen?.body).toContain('Extension.MissingExtensionIdentifier');
});
