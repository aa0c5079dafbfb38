import { describe, expect, it } from 'vitest';
import type { InvocationResult } from '../../src/invocation/invocation-result.ts';
import { functionMaker } from '../contract/runtime/function-maker.ts';
import { consoleLine, functionLines, platformNotes } from '../support/function-lines.ts';
import { platformError } from '../support/platform-error.ts';
import { useSandbox } from '../support/test-sandbox.ts';
import { describeRuntimes, runtimesMadeHere } from '../support/tested-runtimes.ts';

const sandbox = useSandbox();

/** Where one line of `errorMessage` ends and the next begins. */
const lines = (...texts: readonly string[]) => texts.join('\n');

describeRuntimes('cannot load', runtimesMadeHere('nodejs'), (runtime) => {
  const make = functionMaker(sandbox, runtime);
  const older = Number(runtime.version) < 24;

  it.each([
    ['index', 'Runtime.MalformedHandlerName', 'Bad handler'],
    [
      '../index.handler',
      'Runtime.MalformedHandlerName',
      "'../index.handler' is not a valid handler name. Use absolute paths when specifying root " +
        'directories in handler names.',
    ],
    ['index.other', 'Runtime.HandlerNotFound', 'index.other is undefined or not exported'],
    ['index.text', 'Runtime.HandlerNotFound', 'index.text is not a function'],
    [
      'nowhere.handler',
      'Runtime.ImportModuleError',
      lines("Error: Cannot find module 'nowhere'", 'Require stack:', '- /var/runtime/index.mjs'),
    ],
    [
      'missing.handler',
      'Runtime.ImportModuleError',
      lines(
        "Error: Cannot find module 'no-such-package'",
        'Require stack:',
        '- /var/task/missing.js',
        ...(older ? ['- /var/runtime/index.mjs'] : []),
      ),
    ],
    [
      'missing-module.handler',
      'Error',
      "Cannot find package 'no-such-package' imported from /var/task/missing-module.mjs",
    ],
    ['syntax.handler', 'Runtime.UserCodeSyntaxError', "SyntaxError: Unexpected token ';'"],
    ['throws.handler', 'RangeError', 'module code fails'],
    ['native.handler', 'Error', '/var/task/foreign.node: file too short'],
    [
      'typescript.handler',
      'Runtime.ImportModuleError',
      lines("Error: Cannot find module 'typescript'", 'Require stack:', '- /var/runtime/index.mjs'),
    ],
  ])('%s: %s', async (handler, errorType, errorMessage) => {
    await using tested = await make('load-errors', { handler });
    const result = await tested.invoke();
    expect(result).toMatchObject({ statusCode: 200, functionError: 'Unhandled' });
    expect(result.payload).toEqual({ errorType, errorMessage, trace: expect.any(Array) });
    expect(trace(result).join('\n')).toContain(errorMessage.split('\n')[0]);
    const title = older ? 'Uncaught Exception' : 'Init Error';
    const said = functionLines(result).find((line) => line.includes(title));
    expect(consoleLine(said ?? '').level).toBe('ERROR');
    expect(result.report).toMatchObject({ status: 'error', initDurationMs: null });
  });
});

describe('an init that fails', () => {
  it('is repeated inside the event, with a report of each try', async () => {
    await using tested = await sandbox.create('load-errors', { handler: 'missing.handler' });
    const result = await tested.invoke();
    const tail = 'ms\tPhase: \\w+\tStatus: error\tError Type: Runtime\\.ImportModuleError$';
    expect(platformNotes(result)).toEqual([
      expect.stringMatching(new RegExp(`^INIT_REPORT Init Duration: \\d+\\.\\d\\d ${tail}`)),
      expect.stringMatching(new RegExp(`^INIT_REPORT Init Duration: \\d+\\.\\d\\d ${tail}`)),
    ]);
    expect(platformNotes(result).map((note) => /Phase: (\w+)/.exec(note)?.[1])).toEqual([
      'init',
      'invoke',
    ]);
    const errors = functionLines(result).filter((line) => line.includes('Init Error'));
    expect(errors).toHaveLength(2);
    expect(consoleLine(errors[0] ?? '').level).toBe('ERROR');
    const next = await tested.invoke();
    expect(next).toMatchObject({ startKind: 'reset', startReason: 'afterFailedInit' });
    expect(next.payload).toEqual(result.payload);
    expect(next.environmentId).toBe(result.environmentId);
  });

  it('may succeed the second time: its time is then part of Duration', async () => {
    await using tested = await sandbox.create('load-errors', { handler: 'once.handler' });
    const result = await tested.invoke();
    expect(result).toMatchObject({ payload: 'the second try', functionError: null });
    expect(result.report.initDurationMs).toBeNull();
    const inside = result.timeline.phases.filter(({ group }) => group !== 'allocation');
    const restarted = inside.findIndex(({ name }) => name === 'reset') + 1;
    const insideMs = inside
      .slice(restarted, restarted + 2)
      .reduce((sum, p) => sum + p.durationMs, 0);
    expect(inside.slice(restarted, restarted + 2).map(({ name }) => name)).toEqual([
      'runtimeBoot',
      'init',
    ]);
    expect(result.report.durationMs).toBeGreaterThan(insideMs / 2);
    expect((await tested.invoke()).startKind).toBe('warm');
  });

  it('by taking longer than 10 s is repeated with the function timeout', async () => {
    await using tested = await sandbox.create('load-errors', {
      handler: 'hangs.handler',
      timeoutSeconds: 1,
    });
    const result = await tested.invoke();
    expect(result.payload).toEqual(
      platformError(result, 'Sandbox.Timedout', 'Task timed out after 1.00 seconds'),
    );
    expect(platformNotes(result)).toEqual([
      'INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout',
      'INIT_REPORT Init Duration: 1000.00 ms\tPhase: invoke\tStatus: timeout',
    ]);
    expect(result.timeline.totalMs).toBeGreaterThan(11_000);
    expect(result.timeline.totalMs).toBeLessThan(20_000);
  });
});

function trace({ payload }: InvocationResult): readonly string[] {
  return (payload as { readonly trace: readonly string[] }).trace;
}
