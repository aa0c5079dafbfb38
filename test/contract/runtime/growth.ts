import { expect, it } from 'vitest';
import type { TestFunction } from '../../support/test-sandbox.ts';
import { testsEverything } from '../../support/tested-runtimes.ts';
import type { FunctionMaker } from './function-maker.ts';

/** What one event may leave behind; of the runtime's own, some 200 bytes were seen. */
const keptBytesMax = 800;
const allEvents = 10_000;
/** In every run: descriptors, and what leaks by the page. */
const fewEvents = 1_000;
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

  it(`${events} warm events leave memory and descriptors as they were`, { timeout }, async () => {
    await using tested = await make('growth', { memorySizeMb: 512 });
    const { before, after } = await growthOf(tested, 'nothing', events);
    expect(after.descriptors).toBe(before.descriptors);
    expect(after.bytes - before.bytes).toBeLessThan(keptBytesMax * allEvents);
    expect(after.shimBytes - before.shimBytes).toBeLessThan(keptBytesMax * allEvents);
  });

  const control = it.skipIf(!testsEverything);
  control('which a handler that keeps 1 KB of each does not', { timeout }, async () => {
    await using tested = await make('growth', { memorySizeMb: 512 });
    const { before, after } = await growthOf(tested, 'leak', events);
    expect(after.bytes - before.bytes).toBeGreaterThan(keptBytesMax * allEvents);
  });
}

async function growthOf({ lambda }: TestFunction, action: string, events: number) {
  const look = async () => (await lambda.invoke({ action: 'look' })).payload as Held;
  const send = async (count: number) => {
    for (let sent = 0; sent < count; sent += 1) {
      const { startKind, functionError } = await lambda.invoke({ action });
      if (startKind !== 'warm' || functionError !== null)
        throw new Error(`event ${sent} ${startKind}`);
    }
  };
  await look();
  await send(settlingEvents);
  const before = await look();
  await send(events);
  return { before, after: await look() };
}
