import { expect, it } from 'vitest';
import { engineCallsOf } from '../support/engine-call-count.ts';
import { consoleLine, functionLines } from '../support/function-lines.ts';
import { useSandbox } from '../support/test-sandbox.ts';

// One of each kind, for every channel and for an ordinary user; the other files go deep.
const tests = useSandbox();

it('an event starts an environment, the next one finds it warm', async () => {
  await using tested = await tests.create('state');
  const cold = await tested.invoke();
  const warm = await tested.invoke();
  expect([cold.startKind, cold.startReason]).toEqual(['cold', 'first']);
  expect([warm.startKind, warm.startReason]).toEqual(['warm', null]);
  expect([cold.payload, warm.payload]).toEqual([
    expect.objectContaining({ count: 1, visits: 1 }),
    expect.objectContaining({ count: 2, visits: 2 }),
  ]);
  expect(cold.report.initDurationMs).toBeGreaterThan(0);
});

it('a cold start is create, attach, start, update at most; a warm one is none', async () => {
  const { sandbox } = tests;
  await using tested = await tests.create('echo', { memorySizeMb: 512 });
  const attach = sandbox.channel === 'attach' ? { attachContainer: 1 } : {};
  expect(await engineCallsOf(sandbox, () => tested.invoke())).toEqual({
    createContainer: 1,
    ...attach,
    startContainer: 1,
    updateContainer: 1,
  });
  expect(await engineCallsOf(sandbox, () => tested.invoke())).toEqual({});
});

it('events and responses of 6 MB pass', async () => {
  await using tested = await tests.create('sizes', { timeoutSeconds: 30 });
  expect((await tested.invoke('e'.repeat(6_291_454))).payload).toBe(6_291_456);
  expect((await tested.invoke(6_291_556)).payloadBytes.byteLength).toBe(6_291_556);
  expect((await tested.invoke(6_291_557)).report.errorType).toBe('Function.ResponseSizeTooLarge');
});

it('an error, an exit and a timeout are results, and the next event is served', async () => {
  await using tested = await tests.create('failures', { timeoutSeconds: 3 });
  const events = [
    { action: 'throw' },
    { action: 'exit', code: 1 },
    { action: 'fine' },
    { action: 'hang' },
    { action: 'fine' },
  ];
  const told: unknown[] = [];
  for (const event of events) {
    const { startKind, startReason, report, functionError } = await tested.invoke(event);
    told.push([startKind, startReason, report.status, functionError]);
  }
  expect(told).toEqual([
    ['cold', 'first', 'error', 'Unhandled'],
    ['warm', null, 'error', 'Unhandled'],
    ['reset', 'afterFailure', 'success', null],
    ['warm', null, 'timeout', 'Unhandled'],
    ['reset', 'afterTimeout', 'success', null],
  ]);
});

it('logs are whole and in order', async () => {
  await using tested = await tests.create('logs', { timeoutSeconds: 30 });
  const lines = functionLines(await tested.invoke({ action: 'order', count: 1_000 }));
  expect(lines.map((line) => consoleLine(line).message)).toEqual(
    Array.from({ length: 1_000 }, (_, number) => `line ${number}`),
  );
});

it('overlapping events have environments of their own', async () => {
  await using tested = await tests.create('context', { timeoutSeconds: 30 });
  const events = Array.from({ length: 3 }, () => tested.invoke({ action: 'remaining' }));
  const ids = (await Promise.all(events)).map(({ environmentId }) => environmentId);
  expect(new Set(ids).size).toBe(3);
});

it('/tmp alone can be written', async () => {
  await using tested = await tests.create('file-system', { timeoutSeconds: 60 });
  const { payload } = await tested.invoke({ action: 'walk' });
  expect(payload).toMatchObject({ writable: ['/tmp'] });
});
