import { expect, test } from 'vitest';
import { chromeTrace } from '../../../src/trace/chrome-trace.ts';
import { createScriptedFunction } from '../../support/scripted-function.ts';

const platform = { text: 'START', offsetMs: 2, epochMs: 1_000_002, origin: 'platform' } as const;
const line = { text: 'one\ntwo', offsetMs: 5, epochMs: 7, origin: 'function' } as const;

interface Entry {
  readonly ph: string;
  readonly name: string;
  readonly tid: number;
  readonly ts: number;
  readonly dur: number;
}

test('phases follow each other within the invocation, log lines stand at their time', async () => {
  const result = await createScriptedFunction(() => ({ logs: [platform, line] })).invoke({});
  const { traceEvents } = chromeTrace({ functionName: 'hello', emulated: true }, [result]) as {
    traceEvents: readonly Entry[];
  };
  expect(traceEvents[0]).toMatchObject({
    name: 'process_name',
    args: { name: 'hello (emulated: timings not comparable)' },
  });
  const spans = traceEvents.filter(({ ph }) => ph === 'X');
  const [whole, ...phases] = spans;
  // Accepted two milliseconds ahead of START, whose time is known.
  expect(whole).toMatchObject({ name: 'cold (first)', ts: 1_000_000_000, dur: 200_000 });
  expect(phases.map(({ name }) => name)).toEqual(result.timeline.phases.map(({ name }) => name));
  let at = whole?.ts ?? 0;
  for (const { ts, dur } of phases) {
    expect(ts).toBe(at);
    at = ts + dur;
  }
  expect(at).toBe(1_000_200_000);
  const instants = traceEvents.filter(({ ph }) => ph === 'i');
  expect(instants.map(({ name, ts }) => [name, ts])).toEqual([
    ['START', 1_000_002_000],
    ['one', 1_000_005_000],
  ]);
  const rows = traceEvents.filter(({ name }) => name === 'thread_name').map(({ tid }) => tid);
  expect(new Set([...spans, ...instants].map(({ tid }) => tid)).size).toBeGreaterThan(3);
  for (const { tid } of [...spans, ...instants]) expect(rows).toContain(tid);
});
