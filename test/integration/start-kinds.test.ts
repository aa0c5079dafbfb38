import { describe, expect, it } from 'vitest';
import type { InvocationResult, LogEntry } from '../../src/invocation/invocation-result.ts';
import { platformError } from '../support/platform-error.ts';
import { untilContainersAre, useSandbox } from '../support/test-sandbox.ts';

const tests = useSandbox();

const told = ({ startKind, startReason }: InvocationResult) => [startKind, startReason];
const environments = (results: readonly InvocationResult[]) =>
  new Set(results.map(({ environmentId }) => environmentId));

describe('overlapping events', () => {
  it('ten run in ten environments, an eleventh is refused; in a row one is enough', async () => {
    await using tested = await tests.create('context', { timeoutSeconds: 30, memorySizeMb: 256 });
    const eleven = Array.from({ length: 11 }, () => tested.invoke({ action: 'remaining' }));
    const outcomes = await Promise.allSettled(eleven);
    const results = outcomes.flatMap((outcome) =>
      outcome.status === 'fulfilled' ? [outcome.value] : [],
    );
    const refused = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason] : [],
    );
    expect(refused).toEqual([expect.objectContaining({ code: 'ConcurrencyLimit' })]);
    expect(results).toHaveLength(10);
    expect(environments(results).size).toBe(10);
    expect(results.map(told).sort()).toEqual([
      ['cold', 'first'],
      ...Array.from({ length: 9 }, () => ['cold', 'overlap']),
    ]);
    const inARow: InvocationResult[] = [];
    for (let count = 0; count < 10; count += 1) {
      inARow.push(await tested.invoke({ action: 'remaining' }));
    }
    expect(environments(inARow).size).toBe(1);
    expect(inARow.map(told)).toEqual(Array.from({ length: 10 }, () => ['warm', null]));
  });

  it('are served by the environment that was used last', async () => {
    await using tested = await tests.create('context', { timeoutSeconds: 30 });
    const inOrderOfTheirEnds: InvocationResult[] = [];
    const invoke = async () => {
      inOrderOfTheirEnds.push(await tested.invoke({ action: 'remaining' }));
    };
    await Promise.all([invoke(), invoke()]);
    await Promise.all([invoke(), invoke()]);
    expect(environments(inOrderOfTheirEnds).size).toBe(2);
    const next = await tested.invoke({ action: 'remaining' });
    expect(next.environmentId).toBe(inOrderOfTheirEnds.at(-1)?.environmentId);
  });

  it('do not see each other', async () => {
    await using tested = await tests.create('state');
    const results = await Promise.all([tested.invoke(), tested.invoke()]);
    for (const { payload } of results) expect(payload).toMatchObject({ count: 1, visits: 1 });
  });
});

describe('an environment', () => {
  it('that had no event for the idle timeout is gone, and the next start says so', async () => {
    await using tested = await tests.create('echo', { idleTimeoutSeconds: 1 });
    const first = await tested.invoke();
    expect(told(first)).toEqual(['cold', 'first']);
    await untilContainersAre(0);
    const second = await tested.invoke();
    expect(told(second)).toEqual(['cold', 'expired']);
    expect(second.environmentId).not.toBe(first.environmentId);
  });

  it('that is provisioned did its init before the event', async () => {
    await using tested = await tests.create('state', { provisioned: 2 });
    const [first, second] = await Promise.all([tested.invoke(), tested.invoke()]);
    const third = await tested.invoke();
    expect([first, second, third].map(told)).toEqual([
      ['provisioned', 'first'],
      ['provisioned', 'first'],
      ['warm', null],
    ]);
    expect(environments([first, second]).size).toBe(2);
    expect(first.payload).toMatchObject({ count: 1 });
    expect(first.timeline.marks.map(({ name }) => name)).not.toContain('containerCreated');
    expect(first.timeline.phases.map(({ group }) => group)).not.toContain('init');
    expect(first.report.initDurationMs).toBeGreaterThan(0);
  });

  it('in standby has begun nothing, and another takes its place', async () => {
    const lines: string[] = [];
    const onLog = ({ text }: LogEntry) => void lines.push(text);
    await using tested = await tests.create('state', { standby: 2, onLog });
    await untilContainersAre(2);
    expect(lines).toEqual([]);
    const both = await Promise.all([tested.invoke(), tested.invoke()]);
    expect(both.map(told)).toEqual([
      ['standby', 'first'],
      ['standby', 'overlap'],
    ]);
    for (const { payload, report, timeline } of both) {
      expect(payload).toMatchObject({ count: 1, visits: 1 });
      expect(report.initDurationMs).toBeGreaterThan(0);
      const marks = timeline.marks.map(({ name }) => name);
      expect(marks.slice(0, 3)).toEqual(['accepted', 'runtimeStarted', 'initDone']);
    }
    await untilContainersAre(4);
    expect(told(await tested.invoke())).toEqual(['warm', null]);
  });

  it('that is out of memory is reset, and says so', async () => {
    await using tested = await tests.create('memory', { memorySizeMb: 128, timeoutSeconds: 30 });
    const before = await tested.invoke({ action: 'nothing' });
    const result = await tested.invoke({ action: 'hold', megabytes: 400 });
    expect(result.payload).toEqual(
      platformError(result, 'Runtime.OutOfMemory', 'Runtime exited with error: signal: killed'),
    );
    expect(result.logs.at(-1)?.text).toMatch(/\tStatus: error\tError Type: Runtime\.OutOfMemory$/);
    expect(result.report.maxMemoryUsedMb).toBeGreaterThan(100);
    const after = await tested.invoke({ action: 'nothing' });
    expect(told(after)).toEqual(['reset', 'afterOutOfMemory']);
    expect(after.environmentId).toBe(before.environmentId);
  });
});
