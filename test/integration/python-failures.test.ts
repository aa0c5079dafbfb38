import { beforeAll, describe, expect, it } from 'vitest';
import type { InvocationResult } from '../../src/invocation/invocation-result.ts';
import { testEnds } from '../contract/runtime/ends.ts';
import { functionMaker } from '../contract/runtime/function-maker.ts';
import { functionLines, platformNotes } from '../support/function-lines.ts';
import { pythonFunction } from '../support/python-function.ts';
import { type TestFunction, useSandbox } from '../support/test-sandbox.ts';
import { describeRuntimes, runtimesMadeHere } from '../support/tested-runtimes.ts';

const sandbox = useSandbox();
const keys = ({ payload }: InvocationResult) => Object.keys(payload as object);

describeRuntimes('fails as Lambda does', runtimesMadeHere('python'), (runtime) => {
  let tested: TestFunction;
  beforeAll(async () => {
    tested = await sandbox.create('failures', pythonFunction('failures', runtime));
  });

  describe('where a handler', () => {
    it('raises: type, text, request id and frames from its own on', async () => {
      const result = await tested.invoke({ action: 'throw' });
      expect(result).toMatchObject({ statusCode: 200, functionError: 'Unhandled' });
      expect(result.payload).toEqual({
        errorMessage: 'no such order',
        errorType: 'OrderError',
        requestId: result.requestId,
        stackTrace: [
          '  File "/var/task/index.py", line 67, in handler\n' +
            '    return globals()[event["action"]](event)\n',
          '  File "/var/task/index.py", line 12, in throw\n    raise OrderError("no such order")\n',
        ],
      });
      expect(keys(result)).toEqual(['errorMessage', 'errorType', 'requestId', 'stackTrace']);
      expect((await tested.invoke({ action: 'fine' })).startKind).toBe('warm');
    });

    it.each([
      ['chained', 'TypeError', 'übel ☃'],
      ['without_text', 'KeyError', ''],
    ])('raises %s', async (action, errorType, errorMessage) => {
      expect((await tested.invoke({ action })).payload).toMatchObject({ errorType, errorMessage });
    });

    it('answers with what is no JSON', async () => {
      const result = await tested.invoke({ action: 'no_json' });
      expect(result.payload).toEqual({
        errorMessage: 'Unable to marshal response: Object of type object is not JSON serializable',
        errorType: 'Runtime.MarshalError',
        requestId: result.requestId,
        stackTrace: [],
      });
    });

    it('answers with bytes, which reach the caller as they are', async () => {
      const { payloadBytes, functionError } = await tested.invoke({ action: 'some_bytes' });
      expect(functionError).toBeNull();
      expect(Buffer.from(payloadBytes).toString('latin1')).toBe('not \xff JSON');
    });
  });

  describe('where a process ends', () => {
    testEnds(functionMaker(sandbox, runtime), { timeoutSeconds: 5 });
  });

  describe('where code cannot be loaded', () => {
    /** In the words of each Python's own parser. */
    const openBracket =
      runtime.version === '3.9' ? 'unexpected EOF while parsing' : "'(' was never closed";
    const load = (handler: string) =>
      sandbox.create('load-errors', {
        ...pythonFunction('load-errors', runtime),
        handler,
      });

    it.each([
      [
        'index',
        'Runtime.MalformedHandlerName',
        "Bad handler 'index': not enough values to unpack (expected 2, got 1)",
      ],
      [
        'nowhere.handler',
        'Runtime.ImportModuleError',
        "Unable to import module 'nowhere': No module named 'nowhere'",
      ],
      [
        'missing.handler',
        'Runtime.ImportModuleError',
        "Unable to import module 'missing': No module named 'no_such_package'",
      ],
      [
        'foreign.handler',
        'Runtime.ImportModuleError',
        "Unable to import module 'foreign': /var/task/foreign.so: file too short",
      ],
      ['index.other', 'Runtime.HandlerNotFound', "Handler 'other' missing on module 'index'"],
      [
        'syntax.handler',
        'Runtime.UserCodeSyntaxError',
        `Syntax error in module 'syntax': ${openBracket} (syntax.py, line 2)`,
      ],
      [
        'sys.handler',
        'Runtime.BuiltInModuleConflict',
        'Cannot use built-in module sys as a handler module',
      ],
      ['throws.handler', 'ValueError', 'module code fails'],
    ])('%s: %s', async (handler, errorType, errorMessage) => {
      await using broken = await load(handler);
      const result = await broken.invoke();
      expect(result).toMatchObject({ statusCode: 200, functionError: 'Unhandled' });
      const stackTrace = expect.any(Array);
      expect(result.payload).toEqual({ errorMessage, errorType, requestId: '', stackTrace });
      expect(keys(result)).toEqual(['errorMessage', 'errorType', 'requestId', 'stackTrace']);
      expect(result.report).toMatchObject({ status: 'error', initDurationMs: null });
    });

    it("with the import machinery's frames before the function's own (C-26)", async () => {
      await using broken = await load('throws.handler');
      const result = await broken.invoke();
      const { stackTrace } = result.payload as { readonly stackTrace: readonly string[] };
      const library = `/var/lang/lib/python${runtime.version}/importlib/__init__.py`;
      expect(stackTrace[0]).toMatch(
        new RegExp(`^  File "${library}", line \\d+, in import_module`),
      );
      expect(stackTrace[1]).toMatch(/^ {2}File "<frozen importlib\._bootstrap>", line \d+, in /);
      expect(stackTrace.slice(-2)).toEqual([
        '  File "/var/task/throws.py", line 5, in <module>\n    fail()\n',
        '  File "/var/task/throws.py", line 2, in fail\n' +
          '    raise ValueError("module code fails")\n',
      ]);
      const tail = /Phase: (\w+)\tStatus: error\tError Type: (\S+)$/;
      expect(platformNotes(result).map((note) => tail.exec(note)?.slice(1))).toEqual([
        ['init', 'Runtime.Unknown'],
        ['invoke', 'Runtime.Unknown'],
      ]);
      const warnings = functionLines(result).filter((line) => line.includes('LAMBDA_WARNING: '));
      expect(warnings).toHaveLength(2);
    });

    it('does not hold for modules in folders, by dot or by slash', async () => {
      for (const handler of ['orders.take.handler', 'orders/take.handler']) {
        await using folder = await load(handler);
        expect((await folder.invoke()).payload).toBe('orders.take');
      }
    });
  });
});
