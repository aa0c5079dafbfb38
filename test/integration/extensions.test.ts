import { describe, expect, it } from 'vitest';
import type { InvocationResult } from '../../src/invocation/invocation-result.ts';
import { useExtensionImages } from '../support/extension-images.ts';
import { platformNotes } from '../support/function-lines.ts';

const images = useExtensionImages({
  nodejs: ['none', 'go', 'three'],
  provided: ['none', 'go', 'three'],
});

/** What runtime and extensions have written down, in order, since the container began. */
const journal = ({ payload }: InvocationResult) => payload as readonly string[];
const entriesOf = (result: InvocationResult, who: string) =>
  journal(result).filter((entry) => entry.startsWith(`${who} `));

describe.each(['nodejs', 'provided'] as const)('extensions beside %s', (family) => {
  it('in Go, Python and shell start before the runtime and get every event', async () => {
    await using tested = await images.create(family, 'three');
    const first = await tested.invoke();
    const began = journal(first).indexOf('runtime started');
    const before = journal(first).slice(0, began);
    expect(before.toSorted()).toEqual([
      'go registered',
      'go started',
      'python registered with-extensions $LATEST index.handler',
      'python started',
      'shell registered',
      'shell started',
    ]);
    const setUp = first.timeline.phases.map(({ name }) => name).slice(3, 7);
    expect(setUp).toEqual(['connect', 'extensionInit', 'runtimeBoot', 'init']);
    const second = await tested.invoke();
    // The handler may have read the journal before an extension had written: the next one has it.
    const third = await tested.invoke();
    expect([second.startKind, third.startKind]).toEqual(['warm', 'warm']);
    const events = [first, second].map(({ requestId }) => `python INVOKE ${requestId}`);
    expect(entriesOf(third, 'python').slice(2, 4)).toEqual(events);
    const fields = entriesOf(third, 'go')[2]?.split(' ') ?? [];
    expect(fields.slice(0, 5)).toEqual([
      'go',
      'INVOKE',
      first.requestId,
      tested.lambda.functionArn,
      'X-Amzn-Trace-Id',
    ]);
    expect(fields[5]).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};/);
    expect(Number(fields[6])).toBeGreaterThan(5_000);
    expect(Number(fields[6])).toBeLessThanOrEqual(10_000);
  });

  it('are named in the log of the first event, and what they write is theirs', async () => {
    await using tested = await images.create(family, 'three');
    const first = await tested.invoke();
    expect(platformNotes(first)).toEqual([
      'EXTENSION\tName: go\tState: Ready\tEvents: [INVOKE, SHUTDOWN]',
      'EXTENSION\tName: python\tState: Ready\tEvents: [INVOKE, SHUTDOWN]',
      'EXTENSION\tName: shell\tState: Ready\tEvents: [SHUTDOWN]',
    ]);
    const written = first.logs.filter(({ origin }) => origin === 'extension');
    expect(written.map(({ text }) => text).toSorted()).toEqual([
      `go: works on ${first.requestId}`,
      `python: works on ${first.requestId}`,
    ]);
    expect(platformNotes(await tested.invoke())).toEqual([]);
  });

  it('keep the environment busy after the answer, and count in Duration', async () => {
    const variables = { GO_EXTENSION: 'invoke=slow:1500ms' };
    await using tested = await images.create(family, 'go', { variables });
    const { answered, settled } = tested.lambda.dispatch(Buffer.from('{}'));
    await answered;
    const meanwhile = await tested.invoke();
    const first = await settled;
    expect([meanwhile.startKind, meanwhile.startReason]).toEqual(['cold', 'overlap']);
    expect(meanwhile.environmentId).not.toBe(first.environmentId);
    expect(first.report.durationMs).toBeGreaterThanOrEqual(1_500);
    expect(first.timeline.answeredMs).toBeLessThan(first.timeline.totalMs);
  });

  it('are held to the timeout too: the answer stays, the environment is reset', async () => {
    const variables = { GO_EXTENSION: 'invoke=hang' };
    await using tested = await images.create(family, 'go', { variables, timeoutSeconds: 3 });
    const result = await tested.invoke();
    expect(result.functionError).toBeNull();
    expect(journal(result)).toContain('runtime event');
    expect(result.report).toMatchObject({ status: 'timeout', durationMs: 3_000 });
    expect(result.logs.at(-1)?.text).toMatch(/\tDuration: 3000\.00 ms\t.*\tStatus: timeout$/);
    const { marks } = result.timeline;
    const names = marks.map(({ name }) => name);
    expect(names.indexOf('deadlineExceeded')).toBeGreaterThan(names.indexOf('lastByte'));
  });

  it('are told of a timeout, and the runtime gets SIGTERM first', async () => {
    await using tested = await images.create(family, 'three', { timeoutSeconds: 4 });
    await tested.invoke();
    const late = await tested.invoke({ action: 'wait', value: 60_000 });
    expect(late.payload).toMatchObject({ errorType: 'Sandbox.Timedout' });
    const after = await tested.invoke();
    expect([after.startKind, after.startReason]).toEqual(['reset', 'afterTimeout']);
    const told = journal(after).slice(journal(after).indexOf('runtime SIGTERM'));
    const remainingMs = Number(/^go SHUTDOWN timeout (\d+)$/.exec(told[1] ?? told[2] ?? '')?.[1]);
    expect(told[0]).toBe('runtime SIGTERM');
    expect(told).toContain('python SHUTDOWN timeout');
    expect(told).toContain('shell SHUTDOWN timeout');
    expect(
      told.some((entry) => /^go SHUTDOWN timeout \d+$/.test(entry)),
      told.join(),
    ).toBe(true);
    if (!Number.isNaN(remainingMs)) expect(remainingMs).toBeLessThanOrEqual(2_000);
  });

  it('are told of a failure of the runtime', async () => {
    await using tested = await images.create(family, 'go');
    await tested.invoke();
    const failed = await tested.invoke({ action: 'exit', value: 4 });
    expect(failed.payload).toMatchObject({ errorType: 'Runtime.ExitError' });
    const after = await tested.invoke();
    expect([after.startKind, after.startReason]).toEqual(['reset', 'afterFailure']);
    expect(entriesOf(after, 'go').some((entry) => entry.startsWith('go SHUTDOWN failure'))).toBe(
      true,
    );
    expect(entriesOf(after, 'runtime')).toEqual([
      'runtime started',
      'runtime event',
      'runtime event',
      'runtime started',
      'runtime event',
    ]);
  });

  it('without them no process is told anything: SIGKILL at once', async () => {
    await using tested = await images.create(family, 'none', {
      imageConfig: { command: ['index.handler'] },
      timeoutSeconds: 4,
    });
    await tested.invoke();
    await tested.invoke({ action: 'wait', value: 60_000 });
    const after = await tested.invoke();
    expect(after.startKind).toBe('reset');
    expect(entriesOf(after, 'runtime')).not.toContain('runtime SIGTERM');
  });
});

it('an extension inside the runtime is one too: INVOKE, and SIGTERM at the end', async () => {
  await using tested = await images.create('nodejs', 'none', {
    imageConfig: { command: ['index.handler'] },
    variables: { INTERNAL: 'yes' },
    timeoutSeconds: 4,
  });
  const first = await tested.invoke();
  expect(platformNotes(first)).toEqual([
    'EXTENSION\tName: internal\tState: Ready\tEvents: [INVOKE]',
  ]);
  await tested.invoke({ action: 'wait', value: 60_000 });
  const after = await tested.invoke();
  expect(entriesOf(after, 'runtime')).toContain('runtime internal INVOKE');
  expect(entriesOf(after, 'runtime')).toContain('runtime SIGTERM');
});
