import { expect, test } from 'vitest';
import { probe, probeCode, probeExtensions } from './harness/probe.ts';
import { useTarget } from './harness/use-target.ts';

const target = useTarget();
const runtime = 'provided.al2023';

test('3.4-1 a timeout: the answer at its time, the report to the letter', async () => {
  const code = await probeCode();
  const deployed = await target.deploy({ name: 'late', runtime, code, timeoutSeconds: 1 });
  await probe(deployed);
  const answer = await deployed.invoke({ steps: [{ sleepMs: 25_000 }] });
  expect(answer.tookMs).toBeGreaterThan(990);
  expect(answer.tookMs).toBeLessThan(20_000);
  expect(answer.functionError).toBe('Unhandled');
  expect(JSON.parse(answer.body)).toEqual({
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${answer.requestId} Error: Task timed out after 1.00 seconds`,
  });
  const report = (await deployed.logOf(answer)).at(-1);
  expect(report).toMatch(/\tDuration: 1000\.00 ms\tBilled Duration: 1000 ms\t.*\tStatus: timeout$/);
});

test('3.5-2 an extension that ends in an event is a crash, also with 0', async () => {
  const layer = await probeExtensions({
    ends: { register: { events: ['INVOKE'] }, invoke: [{ exit: 0 }] },
  });
  const code = await probeCode();
  const deployed = await target.deploy({ name: 'crash', runtime, code, layer });
  const answer = await deployed.invoke({ steps: [{ sleepMs: 20_000 }] });
  expect(answer.functionError).toBe('Unhandled');
  expect(JSON.parse(answer.body).errorType).toBe('Extension.Crash');
});

test('3.5-3 out of memory', async () => {
  const code = await probeCode();
  const deployed = await target.deploy({ name: 'memory', runtime, code, memorySizeMb: 128 });
  const answer = await deployed.invoke({ steps: [{ allocateMb: 300 }] });
  expect(JSON.parse(answer.body)).toEqual({
    errorType: 'Runtime.OutOfMemory',
    errorMessage: `RequestId: ${answer.requestId} Error: Runtime exited with error: signal: killed`,
  });
  const report = (await deployed.logOf(answer)).at(-1);
  expect(report).toMatch(/\tStatus: error\tError Type: Runtime\.OutOfMemory$/);
  expect((await probe(deployed)).next.status).toBe(200);
});
