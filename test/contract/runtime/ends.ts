import { afterAll, beforeAll, expect, it } from 'vitest';
import type { InvocationResult } from '../../../src/invocation/invocation-result.ts';
import { platformError } from '../../support/platform-error.ts';
import type { TestFunction } from '../../support/test-sandbox.ts';
import type { FunctionMaker } from './function-maker.ts';

const outOfMemory = ['Runtime.OutOfMemory', 'Runtime exited with error: signal: killed'] as const;

/** What languages do differently. */
interface Ends {
  /** How SIGSEGV ends a process. */
  readonly segmentationFault?: string;
  /** The reset after a timeout repeats init inside the event: it must hold that, too. */
  readonly timeoutSeconds?: number;
}

/**
 * How a process may end, in an event and in init, and what is said of it in the platform's words,
 * which no client chooses. Scenarios `failures` and `load-errors`.
 */
export function testEnds(
  make: FunctionMaker,
  { segmentationFault = 'signal: segmentation fault', timeoutSeconds = 3 }: Ends = {},
): void {
  let tested: TestFunction;
  beforeAll(async () => {
    tested = await make('failures', { memorySizeMb: 256 });
  });
  afterAll(() => tested?.[Symbol.asyncDispose]());

  it.each([
    [{ action: 'exit', code: 0 }, 'Runtime exited without providing a reason'],
    [{ action: 'exit', code: 7 }, 'Runtime exited with error: exit status 7'],
    [{ action: 'kill', signal: 'SIGKILL' }, 'Runtime exited with error: signal: killed'],
    [{ action: 'kill', signal: 'SIGTERM' }, 'Runtime exited with error: signal: terminated'],
    [{ action: 'kill', signal: 'SIGSEGV' }, `Runtime exited with error: ${segmentationFault}`],
  ])('a process that ends in an event by %j: %s', async (event, text) => {
    const result = await tested.invoke(event);
    expect(result).toMatchObject({ statusCode: 200, functionError: 'Unhandled' });
    expect(result.payload).toEqual(platformError(result, 'Runtime.ExitError', text));
    expect(keys(result)).toEqual(['errorType', 'errorMessage']);
    expect(reportLine(result)).toMatch(/Status: error\tError Type: Runtime\.ExitError$/);
    const after = await tested.invoke({ action: 'fine' });
    expect(after).toMatchObject({ startKind: 'reset', startReason: 'afterFailure' });
    expect(after.functionError).toBeNull();
    expect(after.environmentId).toBe(result.environmentId);
    expect(reportLine(after)).not.toContain('Init Duration');
  });

  it('want of memory in an event', async () => {
    const result = await tested.invoke({ action: 'grow' });
    expect(result.payload).toEqual(platformError(result, ...outOfMemory));
    expect(await tested.invoke({ action: 'fine' })).toMatchObject({
      startKind: 'reset',
      startReason: 'afterOutOfMemory',
      functionError: null,
    });
  });

  it.each(['hang', 'spin'])('an event that takes too long: %s', async (action) => {
    const ms = timeoutSeconds * 1_000;
    await using impatient = await make('failures', { timeoutSeconds });
    const before = await impatient.invoke({ action: 'fine' });
    const result = await impatient.invoke({ action });
    expect(result).toMatchObject({ statusCode: 200, functionError: 'Unhandled' });
    expect(result.payload).toEqual(
      platformError(
        result,
        'Sandbox.Timedout',
        `Task timed out after ${timeoutSeconds}.00 seconds`,
      ),
    );
    expect(keys(result)).toEqual(['errorType', 'errorMessage']);
    expect(reportLine(result)).toContain(`\tDuration: ${ms}.00 ms\tBilled Duration: ${ms} ms\t`);
    expect(reportLine(result)).toMatch(/\tStatus: timeout$/);
    // A timer may be early by one.
    expect(result.timeline.answeredMs).toBeGreaterThanOrEqual(ms - 1);
    const after = await impatient.invoke({ action: 'fine' });
    expect(after).toMatchObject({ startKind: 'reset', startReason: 'afterTimeout' });
    expect(after.environmentId).toBe(before.environmentId);
    expect(after.functionError).toBeNull();
  });

  it.each([
    ['exits.handler', 'Runtime.ExitError', 'Runtime exited with error: exit status 3'],
    ['leaves.handler', 'Runtime.ExitError', 'Runtime exited without providing a reason'],
    ['hungry.handler', ...outOfMemory],
  ])('a process that ends in init: %s is %s, %s', async (handler, errorType, text) => {
    await using broken = await make('load-errors', { handler, memorySizeMb: 256 });
    const result = await broken.invoke();
    expect(result).toMatchObject({ statusCode: 200, functionError: 'Unhandled' });
    expect(result.payload).toEqual(platformError(result, errorType, text));
  });

  it('an init that fails the first time, and the second time does not', async () => {
    await using tried = await make('load-errors', { handler: 'once.handler' });
    const result = await tried.invoke();
    expect(result).toMatchObject({ payload: 'the second try', functionError: null });
    expect(result.report.initDurationMs).toBeNull();
    expect((await tried.invoke()).startKind).toBe('warm');
  });
}

const keys = ({ payload }: InvocationResult): readonly string[] => Object.keys(payload as object);
const reportLine = ({ logs }: InvocationResult): string => logs.at(-1)?.text ?? '';
