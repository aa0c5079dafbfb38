import { expect, test } from 'vitest';
import { listContenders } from '../../../src/benchmark/contender.ts';
import { type BenchmarkPlan, runBenchmark } from '../../../src/benchmark/run-benchmark.ts';
import { seededRandom } from '../../../src/benchmark/statistics/random.ts';
import { twoContenders } from '../../support/benchmark-samples.ts';
import { createScriptedFunction, type Script } from '../../support/scripted-function.ts';

const plan = (members: Partial<BenchmarkPlan> = {}): BenchmarkPlan => ({
  contenders: twoContenders(),
  rounds: 4,
  warmEvents: 6,
  events: [Buffer.from('{}')],
  random: seededRandom(1),
  ...members,
});

function bench(script: Script = () => ({})) {
  const controller = new AbortController();
  const created: { readonly name: string; readonly lambda: ReturnType<typeof scripted> }[] = [];
  const rounds: string[] = [];
  const scripted = () => createScriptedFunction(script);
  return {
    created,
    rounds,
    controller,
    parts: {
      createFunction: async ({ name }: { readonly name: string }) => {
        const lambda = scripted();
        created.push({ name, lambda });
        return lambda;
      },
      signal: controller.signal,
      onRound: (done: number, all: number) => rounds.push(`${done}/${all}`),
    },
  };
}

test('each round has every contender once, in changing order, the first not counted', async () => {
  const { parts, created, rounds } = bench();
  const { samples, functions, failure, complete } = await runBenchmark(plan(), parts);
  expect({ failure, complete }).toEqual({ failure: null, complete: true });
  expect(functions).toEqual(['nodejs24.x on lambox/nodejs:24 (1111)']);
  expect(rounds).toEqual(['1/5', '2/5', '3/5', '4/5', '5/5']);
  const orders = Array.from({ length: 5 }, (_, round) =>
    created.slice(round * 3, round * 3 + 3).map(({ name }) => name),
  );
  for (const order of orders) expect(order.toSorted()).toEqual(orders[0]?.toSorted());
  expect(new Set(orders.map(String)).size).toBeGreaterThan(1);
  expect(new Set(samples.map(({ round }) => round))).toEqual(new Set([0, 1, 2, 3]));
  // One cold start a round and the warm events shared out: 4 + 6 of each.
  expect(samples).toHaveLength(3 * (4 + 6));
  expect(created.every(({ lambda }) => lambda.disposed)).toBe(true);
});

test('the first failure ends the run', async () => {
  let events = 0;
  const { parts, created } = bench(() => {
    events += 1;
    return events === 12 ? { functionError: 'Unhandled', payload: '{"errorType":"E"}' } : {};
  });
  const { samples, failure, complete } = await runBenchmark(plan(), parts);
  expect(failure?.payload).toEqual({ errorType: 'E' });
  expect(complete).toBe(false);
  expect(samples.length).toBeLessThan(12);
  expect(events).toBe(12);
  expect(created.every(({ lambda }) => lambda.disposed)).toBe(true);
});

test('a signal ends it after the event under way, with what was measured', async () => {
  let events = 0;
  const { parts, controller } = bench(() => {
    events += 1;
    if (events === 15) controller.abort();
    return {};
  });
  const { samples, complete } = await runBenchmark(plan(), parts);
  expect(complete).toBe(false);
  expect(events).toBe(15);
  expect(samples.length).toBeGreaterThan(0);
});

test('events are sent in turn, on over the rounds, the same ones to every contender', async () => {
  const texts = ['1', '2', '3', '4'];
  const { parts, created } = bench();
  const events = texts.map((text) => Buffer.from(text));
  await runBenchmark(plan({ events, rounds: 3, warmEvents: 4 }), parts);
  const byContender = Map.groupBy(created, ({ name }) => name);
  for (const [, own] of byContender) {
    const sent = own.map(({ lambda }) => lambda.received.map(({ text }) => text).join(''));
    // The round that warms up, then 1 + 1, 1 + 1 and 1 + 2 events.
    expect(sent).toEqual(['123', '12', '34', '123']);
  }
});

test('so many at once: cold starts together, then warm events, one by one for each', async () => {
  const contenders = listContenders([{ name: 'a', options: { code: './a' } }], [128], [3]);
  const atOnce: number[] = [];
  let going = 0;
  const { parts, created } = bench(async () => {
    going += 1;
    atOnce.push(going);
    await new Promise(setImmediate);
    going -= 1;
    return {};
  });
  const { samples } = await runBenchmark(plan({ contenders, rounds: 1, warmEvents: 7 }), parts);
  // Function and control, in the round that counts: three cold starts and seven warm events.
  expect(samples).toHaveLength(2 * (3 + 7));
  expect(samples[0]).toMatchObject({ concurrency: 3 });
  expect(atOnce.slice(0, 3)).toEqual([1, 2, 3]);
  expect(Math.max(...atOnce)).toBe(3);
  expect(created).toHaveLength(4);
});
