import { expect, test } from 'vitest';
import { runOpenLoop } from '../../../../src/benchmark/load/open-loop.ts';
import { LamboxError } from '../../../../src/errors.ts';
import { manualClock } from '../../../support/manual-clock.ts';
import { createScriptedFunction, type Script } from '../../../support/scripted-function.ts';

const rate = { eventsPerSecond: 100, durationSeconds: 0.1 };

function loopOf(script: Script = () => ({}), texts: readonly string[] = ['{}']) {
  const time = manualClock();
  const controller = new AbortController();
  const lambda = createScriptedFunction(script);
  const events = texts.map((text) => Buffer.from(text));
  return {
    ...time,
    lambda,
    controller,
    run: () => {
      const { signal } = controller;
      return runOpenLoop({ contender: 'a', lambda, rate, events }, { ...time, signal });
    },
  };
}

test('every event is sent at its time, in turn, though none is answered', async () => {
  const { promise: end, resolve } = Promise.withResolvers<object>();
  let received = 0;
  const { run, lambda } = loopOf(() => {
    received += 1;
    if (received === 10) resolve({});
    return end;
  }, ['1', '2', '3']);
  const events = await run();
  expect(events.map(({ sentMs }) => sentMs)).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
  expect(lambda.received.map(({ text }) => text).join('')).toBe('1231231231');
  expect(events.every(({ outcome }) => outcome === 'succeeded')).toBe(true);
  expect(events[0]).toMatchObject({ startKind: 'cold', environmentId: 'e-1', processorMs: 2.5 });
});

test('latency counts from the time an event was due, not from when it could be sent', async () => {
  let received = 0;
  const { run, passes } = loopOf(() => {
    received += 1;
    // The process is held up for so long that three events should have left meanwhile.
    if (received === 2) passes(35);
    return {};
  });
  const events = await run();
  expect(events).toHaveLength(10);
  expect(events.slice(2, 6).map(({ sentMs }) => sentMs)).toEqual([45, 45, 45, 50]);
  expect(events.slice(1, 6).map(({ latencyMs }) => latencyMs)).toEqual([35, 25, 15, 5, 0]);
});

test('what fails, is throttled or faults is counted, and the loop goes on', async () => {
  const outcomes = [
    () => ({ functionError: 'Unhandled', payload: '{"errorType":"E"}' }) as const,
    () => {
      throw new LamboxError('ConcurrencyLimit', 'all 10 are busy', { remedy: 'Wait.' });
    },
    () => {
      throw new LamboxError('EngineFailed', 'no such engine');
    },
  ];
  let received = 0;
  const { run } = loopOf(() => outcomes[received++]?.() ?? {});
  const events = await run();
  expect(events.map(({ outcome }) => outcome).slice(0, 4)).toEqual([
    'failed',
    'throttled',
    'faulted',
    'succeeded',
  ]);
  expect(events[1]).toMatchObject({ startKind: null, environmentId: null, fault: null });
  expect(events[2]?.fault).toContain('no such engine');
  expect(events).toHaveLength(10);
});

test('a signal ends the sending; what is under way is waited for', async () => {
  let received = 0;
  const { run, controller } = loopOf(() => {
    received += 1;
    if (received === 4) controller.abort();
    return {};
  });
  const events = await run();
  expect(events).toHaveLength(4);
  expect(events.every(({ outcome }) => outcome === 'succeeded')).toBe(true);
});
