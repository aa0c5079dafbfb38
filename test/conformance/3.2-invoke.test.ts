import { setTimeout } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { openHostGate } from '../support/host-gate.ts';
import * as script from './harness/probe.ts';
import type { DeployedFunction, InvokeAnswer } from './harness/target.ts';
import { useTarget } from './harness/use-target.ts';

const { call, probe, probeCode, probeExtensions, runtimeApi, seenBy } = script;
const target = useTarget();
const runtime = 'provided.al2023';

/** An extension that does this at each event. */
async function withExtension(name: string, invoke: readonly script.Step[], timeoutSeconds = 30) {
  const register = { events: ['INVOKE', 'SHUTDOWN'] };
  const layer = await probeExtensions({ slow: { register, invoke } });
  const code = await probeCode();
  return target.deploy({ name, runtime, code, layer, timeoutSeconds });
}

let deployed: DeployedFunction;
let answer: InvokeAnswer;
let during: InvokeAnswer;
/** Whether the log had the report when the second event was refused. */
let reported: boolean;

beforeAll(async () => {
  await using gate = await openHostGate();
  deployed = await withExtension('slow', [call('GET /', { host: gate.host })]);
  answer = (await probe(deployed)).answer;
  await gate.reached();
  during = await deployed.invoke({}, { overlapping: true });
  reported = deployed.log().some((text) => text.startsWith('REPORT'));
  await gate.passOne();
  await deployed.logOf(answer);
});

const reportOf = async (of: DeployedFunction, what: InvokeAnswer) => (await of.logOf(what)).at(-1);

test('3.2-1 extensions and runtime have the same deadline', () => {
  const events = seenBy(deployed, 'slow').map(({ body }) => body ?? '');
  const event = events.map((body) => JSON.parse(body === '' ? '{}' : body));
  const own = event.find(({ requestId }) => requestId === answer.requestId);
  const header = JSON.parse(answer.body).next.headers['Lambda-Runtime-Deadline-Ms'];
  expect(String(own?.deadlineMs)).toBe(header);
});

test('3.2-2 the caller is answered before the event is complete', async () => {
  expect(answer.status).toBe(200);
  expect([reported, during.status]).toEqual([false, 429]);
  expect(await reportOf(deployed, answer)).toMatch(/^REPORT .*\t$/);
});

test('3.2-3 the timeout covers extensions, and leaves the answer', async () => {
  const late = await withExtension('late', [{ sleepMs: 20_000 }], 2);
  const early = await probe(late);
  const report = await reportOf(late, early.answer);
  expect(report).toMatch(/\tDuration: 2000\.00 ms\t.*\tStatus: timeout$/);
});

test('3.2-4 one event at a time', async () => {
  await using gate = await openHostGate();
  const code = await probeCode();
  const one = await target.deploy({ name: 'one', runtime, code });
  const first = one.invoke({ steps: [call('GET /', { host: gate.host })] });
  await gate.reached();
  const second = await one.invoke({}, { overlapping: true });
  expect(second.status).toBe(429);
  await gate.passOne();
  expect((await first).status).toBe(200);
});

test('3.2-5 3.1-5 frozen between events, thawed with the next', async () => {
  const code = {
    'index.mjs': `let ticks = 0;
      setInterval(() => { ticks += 1; }, 20);
      export const handler = async () => ticks;`,
  };
  const ticking = await target.deploy({ name: 'ticks', runtime: 'nodejs24.x', code });
  const before = await ticking.invoke();
  await ticking.logOf(before);
  await setTimeout(2_000);
  const after = await ticking.invoke();
  expect(Number(after.body) - Number(before.body)).toBeLessThan(20);
});

test('3.5-4 an exception is no crash: state is kept', async () => {
  const code = {
    'index.mjs': `let count = 0;
      export const handler = async (event) => {
        count += 1;
        if (event.fail) throw new Error('on purpose');
        return count;
      };`,
  };
  const throwing = await target.deploy({ name: 'throws', runtime: 'nodejs24.x', code });
  const failed = await throwing.invoke({ fail: true });
  expect(failed.functionError).toBe('Unhandled');
  expect((await throwing.logOf(failed)).at(-1)).not.toContain('Status:');
  expect((await throwing.invoke()).body).toBe('2');
});

test('1.8-5 an answer after an error is not that of the next event', async () => {
  const code = await probeCode();
  const plain = await target.deploy({ name: 'plain', runtime, code });
  const failed = await plain.invoke({ steps: [runtimeApi.error('{}'), runtimeApi.response('1')] });
  const next = await plain.invoke({ steps: [runtimeApi.response('2')] });
  expect([failed.body, next.body]).toEqual(['{}', '2']);
});
