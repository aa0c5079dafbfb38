import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, rm, statfs, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { functionDirectory } from '../support/function-directory.ts';
import { useSandbox } from '../support/test-sandbox.ts';

const sandbox = useSandbox();

const mebibyte = 1024 * 1024;
/** `statfs`'s type of a file system in memory. */
const tmpfsMagic = 0x01021994;

describe('the timeline', () => {
  it('of a cold start has every mark, and its phases are grouped in order', async () => {
    await using tested = await sandbox.create('echo');
    const { timeline } = await tested.invoke();
    expect(timeline.marks.map(({ name }) => name)).toEqual([
      'accepted',
      'reserved',
      'containerCreated',
      'containerStarted',
      'shimConnected',
      'runtimeStarted',
      'initDone',
      'eventSent',
      'firstByte',
      'lastByte',
      'completed',
      'idleAgain',
    ]);
    const groups = timeline.phases.map(({ group }) => group);
    expect([...new Set(groups)]).toEqual(['allocation', 'environmentSetup', 'init', 'invoke']);
    expect(groups).toEqual([...groups].sort((a, b) => order.indexOf(a) - order.indexOf(b)));
  });

  it('of a warm start goes from the event to its sending', async () => {
    await using tested = await sandbox.create('echo');
    await tested.invoke();
    const { timeline } = await tested.invoke();
    expect(timeline.marks.map(({ name }) => name)).toEqual([
      'accepted',
      'eventSent',
      'firstByte',
      'lastByte',
      'completed',
      'idleAgain',
    ]);
  });

  it('agrees with REPORT and with what the handler took', async () => {
    await using tested = await sandbox.create('context', { timeoutSeconds: 30 });
    const { timeline, report } = await tested.invoke({ action: 'remaining' });
    const sumOf = (...names: readonly string[]) =>
      timeline.phases
        .filter(({ name }) => names.includes(name))
        .reduce((sum, { durationMs }) => sum + durationMs, 0);
    // The handler waits 50 ms; a timer may be early by one.
    expect(sumOf('handler')).toBeGreaterThanOrEqual(49);
    expect(report.durationMs).toBeGreaterThanOrEqual(49);
    // The guest's spans are within ours, by what frames take on their way.
    expect(report.durationMs).toBeLessThanOrEqual(sumOf('handler', 'response', 'completion'));
    expect(report.initDurationMs).toBeGreaterThan(0);
    expect(report.initDurationMs).toBeLessThanOrEqual(sumOf('runtimeBoot', 'init'));
  });
});

describe('Init Duration', () => {
  it('stands in the REPORT of the first event alone', async () => {
    await using tested = await sandbox.create('echo');
    const first = await tested.invoke();
    const second = await tested.invoke();
    expect(first.report.initDurationMs).toBeGreaterThan(5);
    expect(first.logs.at(-1)?.text).toMatch(/\tInit Duration: \d+\.\d\d ms\t$/);
    expect(first.report.billedDurationMs).toBe(
      Math.ceil(first.report.durationMs + (first.report.initDurationMs ?? 0)),
    );
    expect(second.report.initDurationMs).toBeNull();
    expect(second.logs.at(-1)?.text).toMatch(/\tMax Memory Used: \d+ MB\t$/);
  });
});

describe('Max Memory Used', () => {
  it('of a handler that holds 200 MB is at least that, and stays', async () => {
    await using tested = await sandbox.create('memory', { memorySizeMb: 512, timeoutSeconds: 30 });
    const before = await tested.invoke({ action: 'nothing' });
    const holding = await tested.invoke({ action: 'hold', megabytes: 200 });
    expect(holding.payload).toBe(200);
    expect(before.report.maxMemoryUsedMb).toBeLessThan(120);
    expect(holding.report.maxMemoryUsedMb).toBeGreaterThanOrEqual(200);
    expect(holding.report.maxMemoryUsedMb).toBeLessThan(320);
    const after = await tested.invoke({ action: 'nothing' });
    expect(after.report.maxMemoryUsedMb).toBeGreaterThanOrEqual(holding.report.maxMemoryUsedMb);
  });

  it('of a handler that reads 300 MB of files does not count what is cached of them', async () => {
    const code = await mkdtemp(path.join(os.tmpdir(), 'lambox-test-'));
    try {
      await cp(functionDirectory('memory'), code, { recursive: true });
      await writeFile(path.join(code, 'large'), '');
      await truncate(path.join(code, 'large'), 240 * mebibyte);
      await using tested = await sandbox.create('memory', {
        code,
        memorySizeMb: 512,
        timeoutSeconds: 60,
      });
      // What the machine has cached already is not counted for the function that reads it.
      const stored = path.join(tested.lambda.package.codeDirectory ?? '', 'large');
      // Only what is on the disk already can be dropped from the cache.
      execFileSync('sync', [stored]);
      execFileSync('dd', [`if=${stored}`, 'iflag=nocache', 'count=0', 'status=none']);
      // No package may have 300 MB: the rest is a file of the image.
      const files = ['/var/task/large', '/var/lang/bin/node'];
      const { payload, report } = await tested.invoke({ action: 'read', files });
      const { bytes, cgroupPeakBytes } = payload as Readonly<Record<string, number | null>>;
      expect(bytes).toBeGreaterThan(300 * mebibyte);
      // A file that lies in memory is counted for who wrote it.
      const isInMemory = (await statfs(stored)).type === tmpfsMagic;
      if (cgroupPeakBytes !== null && !isInMemory) {
        expect(cgroupPeakBytes).toBeGreaterThan(200 * mebibyte);
      }
      expect(report.maxMemoryUsedMb).toBeLessThan(120);
    } finally {
      await rm(code, { recursive: true, force: true });
    }
  });
});

const order: readonly string[] = ['allocation', 'environmentSetup', 'init', 'invoke'];

it('counts the processor time of each event alone, with what its children had', async () => {
  await using tested = await sandbox.create('spin', { handler: 'index.inChild' });
  const { payload, processorTime } = await tested.invoke({ processorMs: 500 });
  const childMs = payload as number;
  expect(childMs).toBeGreaterThanOrEqual(500);
  expect(processorTime?.usedMs).toBeGreaterThanOrEqual(childMs);
  // The child's start and end, the runtime's own part and the shim's.
  expect(processorTime?.usedMs).toBeLessThan(childMs + 100);
  const idle = await tested.invoke({ processorMs: 0 });
  expect(idle.processorTime?.usedMs).toBeGreaterThan(0);
  expect(idle.processorTime?.usedMs).toBeLessThan(50);
});
