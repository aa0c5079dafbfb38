import { expect, it } from 'vitest';
import type { TestFunction } from '../../support/test-sandbox.ts';
import { testsEverything } from '../../support/tested-runtimes.ts';
import type { FunctionMaker } from './function-maker.ts';

const allEvents = 10_000;
/** Less than 1 KB of each; AWS's own clients leave some 200 bytes. */
const keptBytesMax = 8_000_000;
/** In every run: descriptors, and what leaks by the page. A heap that is young grows by itself. */
const fewEvents = 1_000;
const keptOfFewBytesMax = 32_000_000;
const settlingEvents = testsEverything ? 2_000 : 500;
/** They are many, on a machine that does other things. */
const timeout = 900_000;

interface Held {
  /** Resident memory of the runtime, garbage collected, and of the shim. */
  readonly bytes: number;
  readonly shimBytes: number;
  /** Open ones of the runtime. */
  readonly descriptors: number;
}

/** Warm events, whose number must not be felt. Scenario `growth`. */
export function testGrowth(make: FunctionMaker): void {
  const events = testsEverything ? allEvents : fewEvents;
  const bytesMax = testsEverything ? keptBytesMax : keptOfFewBytesMax;

  it(`${events} warm events leave memory and descriptors as they were`, { timeout }, async () => {
    await using tested = await make('growth', { memorySizeMb: 512 });
    const { before, after } = await growthOf(tested, 'nothing', events);
    expect(after.descriptors).toBe(before.descriptors);
    expect(after.bytes - before.bytes).toBeLessThan(bytesMax);
    expect(after.shimBytes - before.shimBytes).toBeLessThan(bytesMax);
  });

  const control = it.skipIf(!testsEverything);
  control('which a handler that keeps 1 KB of each does not', { timeout }, async () => {
    await using tested = await make('growth', { memorySizeMb: 512 });
    const { before, after } = await growthOf(tested, 'leak', events);
    expect(after.bytes - before.bytes).toBeGreaterThan(keptBytesMax);
  });
}

async function growthOf({ lambda }: TestFunction, action: string, events: number) {
  const look = async () => (await lambda.invoke({ action: 'look' })).payload as Held;
  const send = async (count: number) => {
    for (let sent = 0; sent < count; sent += 1) {
      const { startKind, functionError } = await lambda.invoke({ action });
      expect({ startKind, functionError }).toEqual({ startKind: 'warm', functionError: null });
    }
  };
  await look();
  await send(settlingEvents);
  const before = await look();
  await send(events);
  return { before, after: await look() };
}
