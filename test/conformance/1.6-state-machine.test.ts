import { beforeAll, expect, test } from 'vitest';
import {
  call,
  probe,
  probeCode,
  probeExtensions,
  runtimeApi,
  type Seen,
  seenBy,
} from './harness/probe.ts';
import type { DeployedFunction } from './harness/target.ts';
import { useTarget } from './harness/use-target.ts';

const target = useTarget();
let deployed: DeployedFunction;
/** What a runtime saw that began with a response, then posted an init error and went on. */
let early: readonly Seen[];

const runtime = 'provided.al2023';
const unknown = 'POST /2018-06-01/runtime/invocation/11111111-2222-4333-8444-555555555555';

beforeAll(async () => {
  const calls = [
    ...[call(`${unknown}/response`), call(`${unknown}/error`)],
    ...[runtimeApi.initError('{}'), runtimeApi.initError('{}'), runtimeApi.next()],
    ...[call(`${unknown}/response`), call(`${unknown}/error`)],
  ];
  const code = await probeCode([...calls, { say: 'early' }, { exit: 1 }]);
  const stopped = await target.deploy({ name: 'early', runtime, code });
  await stopped.invoke();
  early = seenBy(stopped, 'early').slice(0, calls.length);
  deployed = await target.deploy({ name: 'states', runtime, code: await probeCode() });
});

const refusal = (from: string, to: string) =>
  `State transition from ${from} to ${to} failed for runtime. ` +
  'Error: State transition is not allowed';

test('1.6-2 before the first next there is nothing to answer, and one init error is taken', () => {
  expect(early.slice(0, 3).map(({ status }) => status)).toEqual([400, 400, 202]);
});

test('1.6-3 after an init error everything is refused', () => {
  expect(early.slice(3).map(({ status }) => status)).toEqual([403, 403, 400, 400]);
  expect(early[4]?.body).toContain(refusal('InitError', 'Ready'));
});

test('1.2-3 1.6-4 while next waits another waits, too, and an init error is refused', async () => {
  // An extension that is busy keeps the environment from being frozen.
  const layer = await probeExtensions({
    busy: { register: { events: ['INVOKE'] }, invoke: [{ sleepMs: 2_500 }] },
  });
  const code = await probeCode();
  const busy = await target.deploy({ name: 'busy', runtime, code, layer });
  const next = (beside: string) => runtimeApi.next({ beside, patienceMs: 1_500 });
  const refused = runtimeApi.initError('{}');
  const steps = [runtimeApi.response('1'), next('a'), next('b'), { sleepMs: 600 }, refused];
  await busy.invoke({ steps: [...steps, { await: 'a' }, { await: 'b' }] });
  const { seen } = await probe(busy);
  const [, , initError, first, second] = seen;
  expect(initError?.body).toContain(refusal('Ready', 'InitError'));
  expect([first?.error, second?.error].join()).toMatch(/timeout.*timeout/);
});

test('1.6-5 with an event, next gives the same again', async () => {
  const { seen, next } = await probe(deployed, [runtimeApi.next()]);
  expect(seen[0]?.status).toBe(200);
  expect(seen[0]?.body).toBe(next.body);
  const name = 'Lambda-Runtime-Aws-Request-Id';
  expect(seen[0]?.headers?.[name]).toBe(next.headers?.[name]);
});

test('1.6-6 after the answer only next is left', async () => {
  const again = [runtimeApi.response('2'), runtimeApi.error('{}'), runtimeApi.initError('{}')];
  const answer = await deployed.invoke({ steps: [runtimeApi.response('1'), ...again] });
  const { seen, next } = await probe(deployed);
  expect(answer.body).toBe('1');
  expect(seen.map(({ status }) => status)).toEqual([202, 400, 400, 403]);
  expect(seen[3]?.body).toContain(refusal('RuntimeResponseSentState', 'InitError'));
  expect(next.status).toBe(200);
});

test('1.6-9 a refusal names both states', async () => {
  const { seen } = await probe(deployed, [runtimeApi.initError('{}')]);
  expect(seen[0]?.body).toContain(refusal('Running', 'InitError'));
  expect(early[3]?.body).toContain(refusal('InitError', 'InitError'));
  expect(early[4]?.body).toContain(refusal('InitError', 'Ready'));
});

test('1.6-11 an exit after the answer leaves the answer and resets', async () => {
  await probe(deployed, [{ write: { '/tmp/kept': 'kept' } }]);
  const answer = await deployed.invoke({ steps: [runtimeApi.response('"mine"'), { exit: 1 }] });
  expect([answer.body, answer.functionError]).toEqual(['"mine"', null]);
  const report = (await deployed.logOf(answer)).at(-1);
  expect(report).toMatch(/\tStatus: error\tError Type: Runtime\.ExitError$/);
  const { seen } = await probe(deployed, [{ read: '/tmp/kept' }]);
  expect(seen).toHaveLength(1);
  expect(seen[0]?.body).toBe('kept');
});

test('1.6-12 the first fatal error counts', async () => {
  const headers = { 'Lambda-Runtime-Function-Error-Type': 'Runtime.First' };
  const init = [runtimeApi.initError('{"errorType":"First"}', { headers }), { exit: 3 }];
  const failing = await target.deploy({ name: 'first', runtime, code: await probeCode(init) });
  const answer = await failing.invoke();
  expect(answer.body).toBe('{"errorType":"First"}');
  expect(await failing.logged(/^INIT_REPORT/)).toMatch(/Error Type: Runtime\.First$/);
});
