import { expect, test } from 'vitest';
import { listLoadContenders } from '../../../../src/benchmark/load/load-contenders.ts';
import { runLoad } from '../../../../src/benchmark/load/run-load.ts';
import { seededRandom } from '../../../../src/benchmark/statistics/random.ts';
import { manualClock } from '../../../support/manual-clock.ts';
import { createScriptedFunction, type Script } from '../../../support/scripted-function.ts';

const contenders = listLoadContenders([{ name: 'a', options: { code: './a' } }], [128, 512, 1_024]);
const rate = { eventsPerSecond: 10, durationSeconds: 2 };

function loadOf(script: Script = () => ({})) {
  const controller = new AbortController();
  const created: ReturnType<typeof createScriptedFunction>[] = [];
  const said: string[] = [];
  const run = () =>
    runLoad(
      { contenders, rate, events: [Buffer.from('{}')], random: seededRandom(1) },
      {
        ...manualClock(),
        signal: controller.signal,
        createFunction: async () => {
          // One after the other: what was before is gone.
          expect(created.every(({ disposed }) => disposed)).toBe(true);
          const lambda = createScriptedFunction(script);
          created.push(lambda);
          return lambda;
        },
        onContender: ({ name }) => said.push(name),
      },
    );
  return { run, controller, created, said };
}

test('every contender has all events, one contender after the other', async () => {
  const { run, created, said } = loadOf();
  const { events, complete, emulated, functions } = await run();
  const counts = Map.groupBy(events, ({ contender }) => contender);
  expect(said.toSorted()).toEqual(contenders.map(({ name }) => name).toSorted());
  expect(functions).toEqual(['nodejs24.x on lambox/nodejs:24 (1111)']);
  expect([...counts.values()].map(({ length }) => length)).toEqual([20, 20, 20]);
  expect({ complete, emulated }).toEqual({ complete: true, emulated: [] });
  expect(created.every(({ disposed }) => disposed)).toBe(true);
});

test('a signal ends it: no other contender is begun', async () => {
  let received = 0;
  const { run, controller, created } = loadOf(() => {
    received += 1;
    if (received === 25) controller.abort();
    return {};
  });
  const { events, complete } = await run();
  expect(events).toHaveLength(25);
  expect(complete).toBe(false);
  expect(created).toHaveLength(2);
});
