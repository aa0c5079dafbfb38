import { readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { listContenders } from '../../src/benchmark/contender.ts';
import { createCalibrators } from '../../src/benchmark/gate/calibrator.ts';
import { listLoadContenders } from '../../src/benchmark/load/load-contenders.ts';
import { loadResult } from '../../src/benchmark/load/load-result.ts';
import { runLoad } from '../../src/benchmark/load/run-load.ts';
import { createWaitUntil } from '../../src/benchmark/load/wait-until.ts';
import { runBenchmark } from '../../src/benchmark/run-benchmark.ts';
import type { Sample } from '../../src/benchmark/sample.ts';
import { seededRandom } from '../../src/benchmark/statistics/random.ts';
import { settledResult } from '../../src/invocation/settled-result.ts';
import { systemClock } from '../../src/timeline/clock.ts';
import { engineCallsOf } from '../support/engine-call-count.ts';
import { framesSentBy } from '../support/frame-count.ts';
import { functionDirectory } from '../support/function-directory.ts';
import { lambox } from '../support/lambox-command.ts';
import { TemporaryDirectory } from '../support/temporary-directory.ts';
import { useSandbox } from '../support/test-sandbox.ts';

const tests = useSandbox();
const code = functionDirectory('echo');

test('a bench of real containers: samples with kinds and phases, a page', async () => {
  const folder = path.join(os.tmpdir(), `lambox-bench-${process.pid}`);
  const [samplesFile, page] = [`${folder}.jsonl`, `${folder}.html`];
  const words = ['--memory', '1769', '--cold', '2', '--warm', '20', '--json', samplesFile];
  const bars = ['--fail-on', 'warm.answered.p50>60s', '--fail-on', 'warm.duration.p50>0.001ms'];
  try {
    const { exitCode, stdout, stderr } = await lambox([
      'bench',
      code,
      ...words,
      ...bars,
      '--out',
      page,
    ]);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 4 });
    expect(stdout).toContain('cold start, until answered');
    expect(stdout).toMatch(/warm.answered.p50>60s\n.*held\n\nwarm.duration.p50>0.001ms\n.*BROKEN/);
    const text = await readFile(samplesFile, 'utf8');
    const [, ...samples] = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Sample);
    const kinds = Map.groupBy(samples, ({ startKind }) => startKind);
    expect(kinds.get('cold')).toHaveLength(2 * 2);
    expect(kinds.get('warm')).toHaveLength(2 * 20);
    for (const { startKind, groups, phases, totalMs, ...sample } of samples) {
      expect(sample.latencyMs).toBeGreaterThanOrEqual(sample.answeredMs);
      expect(sample.processorMs).toBeGreaterThan(0);
      expect(sample.throttledMs).toBeGreaterThanOrEqual(0);
      const sum = phases.reduce((total, { durationMs }) => total + durationMs, 0);
      expect(Math.abs(sum - totalMs)).toBeLessThan(0.05);
      expect('init' in groups).toBe(startKind === 'cold');
    }
    expect(await readFile(page, 'utf8')).toContain('<svg');
  } finally {
    await Promise.all([samplesFile, page].map((file) => rm(file, { force: true })));
  }
});

test('four at once: four cold starts of their own, and no more of them', async () => {
  const { sandbox } = tests;
  const options = { code, runtime: 'nodejs24.x', handler: 'index.handler' };
  const [contender] = listContenders([{ name: 'echo', options }], [512], [4]);
  const { samples } = await runBenchmark(
    {
      contenders: contender === undefined ? [] : [contender],
      rounds: 1,
      warmEvents: 12,
      events: [Buffer.from('{}')],
      random: seededRandom(1),
    },
    {
      createFunction: ({ options: own }) => sandbox.createFunction(own),
      signal: new AbortController().signal,
      onRound: () => {},
    },
  );
  const kinds = samples.map(({ startKind, startReason }) => `${startKind} ${startReason}`);
  expect(kinds.toSorted()).toEqual([
    'cold first',
    ...Array(3).fill('cold overlap'),
    ...Array(12).fill('warm null'),
  ]);
});

test('measuring adds no call of the Engine: those of a cold start and no others', async () => {
  const { sandbox } = tests;
  const options = { code, runtime: 'nodejs24.x', handler: 'index.handler' };
  using folder = new TemporaryDirectory();
  const functions = listContenders([{ name: 'echo', options }], [512]);
  const contenders = [...functions, ...(await createCalibrators(folder.path, functions))];
  const run = (warmEvents: number) =>
    engineCallsOf(sandbox, () =>
      runBenchmark(
        { contenders, rounds: 1, warmEvents, events: [Buffer.from('{}')], random: seededRandom(1) },
        {
          createFunction: ({ options: own }) => sandbox.createFunction(own),
          signal: new AbortController().signal,
          onRound: () => {},
        },
      ),
    );
  await run(0);
  // The deployment's, and the end's: how often a removal is tried depends on the engine.
  const { inspectImage: _deployment, removeContainer: _end, ...calls } = await run(50);
  const attach = sandbox.channel === 'attach' ? { attachContainer: 6 } : {};
  // The function, its control and the calibrator, each to warm up and in the round that counts.
  expect(calls).toEqual({ createContainer: 6, ...attach, startContainer: 6, updateContainer: 6 });
});

test('measuring adds no frame: those of the events and no others', async () => {
  const { sandbox } = tests;
  const options = { code, runtime: 'nodejs24.x', handler: 'index.handler', memorySizeMb: 512 };
  const [contender] = listContenders([{ name: 'echo', options }], [512]);
  const plan = { rounds: 1, warmEvents: 10, events: [Buffer.from('{}')], random: seededRandom(1) };
  const plain = await framesSentBy(async () => {
    await using lambda = await sandbox.createFunction(options);
    for (let sent = 0; sent < 11; sent += 1) await settledResult(lambda, Buffer.from('{}'));
  });
  const measured = await framesSentBy(() =>
    runBenchmark(
      { contenders: contender === undefined ? [] : [contender], ...plan },
      {
        createFunction: ({ options: own }) => sandbox.createFunction(own),
        signal: new AbortController().signal,
        onRound: () => {},
      },
    ),
  );
  expect(plain).toMatchObject({ initialize: 1, invoke: 11 });
  // A cold start and ten warm events to warm up, and as many that count.
  const twice = Object.entries(plain).map(([kind, sent]) => [kind, 2 * sent] as const);
  expect(measured).toEqual(Object.fromEntries(twice));
});

test('an open loop: every event accounted for, as many cold starts as containers', async () => {
  const { sandbox } = tests;
  const options = { code, runtime: 'nodejs24.x', handler: 'index.handler' };
  const contenders = listLoadContenders([{ name: 'echo', options }], [512], [3]);
  const { signal } = new AbortController();
  const rate = { eventsPerSecond: 20, durationSeconds: 3 };
  // What a sandbox does once is not counted: the keeper of storage has a container, too.
  await using _ready = await sandbox.createFunction(options);
  let events: Awaited<ReturnType<typeof runLoad>>['events'] = [];
  const calls = await engineCallsOf(sandbox, async () => {
    const plan = { contenders, rate, events: [Buffer.from('{}')], random: seededRandom(1) };
    const measured = await runLoad(plan, {
      clock: systemClock,
      waitUntil: createWaitUntil(systemClock, signal),
      signal,
      createFunction: ({ options: own }) => sandbox.createFunction(own),
      onContender: () => {},
    });
    events = measured.events;
  });
  const { sent, outcomes, startKinds, environments } = loadResult(
    { name: 'echo', concurrency: 3 },
    events,
  );
  expect(sent).toBe(60);
  expect(outcomes).toMatchObject({ failed: 0, faulted: 0 });
  expect(outcomes.succeeded + outcomes.throttled).toBe(60);
  expect(environments.atOnceMax).toBeLessThanOrEqual(3);
  expect(environments.count).toBeGreaterThanOrEqual(1);
  expect(startKinds.cold).toBe(environments.count);
  expect(calls).toMatchObject({ createContainer: environments.count });
  for (const { scheduledMs, sentMs, answeredMs, settledMs, ...event } of events) {
    const moments = [scheduledMs, sentMs, answeredMs, settledMs];
    expect(moments).toEqual(moments.toSorted((a, b) => a - b));
    expect(event.latencyMs).toBeCloseTo(answeredMs - scheduledMs, 6);
  }
});
