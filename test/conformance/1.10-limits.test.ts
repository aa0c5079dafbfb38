import { beforeAll, expect, test } from 'vitest';
import { probe, probeCode, runtimeApi } from './harness/probe.ts';
import type { DeployedFunction } from './harness/target.ts';
import { useTarget } from './harness/use-target.ts';

const target = useTarget();
let deployed: DeployedFunction;

beforeAll(async () => {
  const code = await probeCode();
  deployed = await target.deploy({ name: 'limits', runtime: 'provided.al2023', code });
});

test('1.10-1 6 MB of event and 6,291,556 bytes of answer, not one more', async () => {
  const event = (bytes: number) => `{"steps":[],"fill":"${'x'.repeat(bytes - 22)}"}`;
  expect((await deployed.invoke(event(6_291_456))).status).toBe(200);
  expect((await deployed.invoke(event(6_291_457))).status).toBe(413);
  const respond = (bodyBytes: number) => ({ steps: [runtimeApi.response('', { bodyBytes })] });
  const longest = await deployed.invoke(respond(6_291_556));
  expect([longest.functionError, longest.body.length]).toEqual([null, 6_291_556]);
  expect((await deployed.invoke(respond(6_291_557))).functionError).toBe('Unhandled');
});

test('1.10-2 1 MB of asynchronous event', async () => {
  const headers = { 'X-Amz-Invocation-Type': 'Event' };
  const event = (bytes: number) => `"${'x'.repeat(bytes - 2)}"`;
  expect((await deployed.invoke(event(1_048_577), { headers })).status).toBe(413);
  expect((await deployed.invoke(event(1_048_576), { headers })).status).toBe(202);
});

test('1.10-4 1 MB of request line and headers', async () => {
  const cause = (bytes: number) => ({
    headers: { 'Lambda-Runtime-Function-XRay-Error-Cause': 'x'.repeat(bytes) },
  });
  await deployed.invoke({ steps: [runtimeApi.response('1', cause(1_000_000))] });
  const { seen } = await probe(deployed, [runtimeApi.response('2', cause(1_100_000))]);
  expect(seen.at(-2)?.status).toBe(202);
  expect(seen.at(-1)?.status).not.toBe(202);
});

test('1.10-5 3,583 bytes of client context', async () => {
  const context = (bytes: number) => {
    const text = `{"custom":{"k":"${'x'.repeat((bytes * 3) / 4 - 19)}"}}`;
    return { headers: { 'X-Amz-Client-Context': Buffer.from(text).toString('base64') } };
  };
  expect((await probe(deployed, [], context(3_580))).answer.status).toBe(200);
  expect((await deployed.invoke({}, context(3_584))).status).toBe(400);
});
