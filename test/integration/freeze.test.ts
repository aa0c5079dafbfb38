import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { HostileFunction } from '../support/hostile-function.ts';
import { useSandbox } from '../support/test-sandbox.ts';

const tests = useSandbox();

/** How long the environment stands still: long beside the 10 ms between two stamps. */
const stillMs = 500;
/** It is frozen a moment after it has become idle, on a busy machine a longer one. */
const idleMs = 1_500;

/** Times of day in milliseconds, as a timer and a child in a session of its own wrote them. */
interface Stamps {
  readonly since: number;
  readonly timer: readonly number[];
  readonly child: readonly number[];
}

async function stampsAroundAPause(isolation: 'strict' | 'fast'): Promise<Stamps> {
  const options = { isolation, timeoutSeconds: 30 };
  await using tested = await tests.create('background', options);
  await tested.invoke();
  await pause(idleMs);
  const { payload, startKind } = await tested.invoke();
  expect(startKind).toBe('warm');
  return payload as Stamps;
}

/** The longest time between two neighbours. */
function longestGap(stamps: readonly number[]): number {
  return Math.max(...stamps.slice(1).map((stamp, index) => stamp - (stamps[index] ?? 0)));
}

describe('between two events', () => {
  it('nothing runs: no timer, no child in a session of its own; both go on after', async () => {
    const { since, timer, child } = await stampsAroundAPause('strict');
    for (const stamps of [timer, child]) {
      expect(longestGap(stamps)).toBeGreaterThanOrEqual(stillMs);
      expect(stamps.filter((stamp) => stamp >= since).length).toBeGreaterThan(0);
    }
  });

  it('all goes on with the isolation fast', async () => {
    const { since, timer, child } = await stampsAroundAPause('fast');
    for (const stamps of [timer, child]) {
      const between = stamps.filter((stamp) => stamp > since - idleMs && stamp < since);
      // Some hundred on an idle machine; a busy one may come to few.
      expect(between.length).toBeGreaterThan(2);
    }
  });
});

it('a process whose timer continues it is told of with the next event', async () => {
  using hostile = await HostileFunction.build();
  await using tested = await tests.create('hostile', { ...hostile.provided, memorySizeMb: 1769 });
  const ranBefore = async (event: string) => {
    const { processorTime } = await tested.invoke(event);
    await pause(idleMs);
    return processorTime?.ranWhileFrozenMs ?? Number.NaN;
  };
  expect(await ranBefore('say first')).toBe(0);
  // It slept, and nothing had it continued.
  expect(await ranBefore('timer')).toBe(0);
  let ranMs = 0;
  // A stop that meets the timer's signal on its way throws it away, and that was the timer's last.
  for (let round = 0; round < 10 && ranMs === 0; round += 1) ranMs = await ranBefore('timer');
  expect(ranMs).toBeGreaterThan(1);
  expect(ranMs).toBeLessThan(2 * idleMs);
});

it('the isolation fast makes no update for a CPU quota', async () => {
  const updates = tests.sandbox.engineCalls.get('updateContainer') ?? 0;
  await using tested = await tests.create('echo', { isolation: 'fast', memorySizeMb: 128 });
  await tested.invoke();
  expect(tests.sandbox.engineCalls.get('updateContainer') ?? 0).toBe(updates);
});
