import { beforeAll, describe, expect, test } from 'vitest';
import { functionCode } from './harness/function-code.ts';
import type { DeployedFunction, InvokeAnswer } from './harness/target.ts';
import { useTarget } from './harness/use-target.ts';

const target = useTarget();
let deployed: DeployedFunction;

const deploy = (name: string, folder: string, handler: string) =>
  target.deploy({ name, runtime: 'python3.13', code: functionCode(folder), handler });

beforeAll(async () => {
  deployed = await deploy('errors', 'python-errors', 'index.handler');
});

const members = ({ body }: InvokeAnswer) => JSON.parse(body);
/** Of a function whose code cannot be loaded. */
async function loadError(handler: string): Promise<InvokeAnswer> {
  await using failing = await deploy('loads', 'python-loads', handler);
  const answer = await failing.invoke();
  expect([answer.status, answer.functionError]).toEqual([200, 'Unhandled']);
  return answer;
}

test('6.2-2 an error of a handler has four members in order, its frames formatted', async () => {
  const answer = await deployed.invoke({ action: 'throw' });
  expect(answer.functionError).toBe('Unhandled');
  expect(Object.entries(members(answer))).toEqual([
    ['errorMessage', 'no such order'],
    ['errorType', 'ValueError'],
    ['requestId', answer.requestId],
    ['stackTrace', [expect.any(String), expect.any(String)]],
  ]);
  expect(members(answer).stackTrace[1]).toBe(
    '  File "/var/task/index.py", line 2, in throw\n    raise ValueError("no such order")\n',
  );
});

describe('code that cannot be loaded', () => {
  test.each([
    [
      '6.3-7',
      'missing.handler',
      'Runtime.ImportModuleError',
      "Unable to import module 'missing': No module named 'no_such_package'",
    ],
    [
      '6.3-8',
      'index.handler',
      'Runtime.HandlerNotFound',
      "Handler 'handler' missing on module 'index'",
    ],
    [
      '6.3-9',
      'index',
      'Runtime.MalformedHandlerName',
      "Bad handler 'index': not enough values to unpack (expected 2, got 1)",
    ],
    [
      '6.3-10',
      'syntax.handler',
      'Runtime.UserCodeSyntaxError',
      "Syntax error in module 'syntax': expected ':' (syntax.py, line 1)",
    ],
    [
      '6.3-11',
      'sys.handler',
      'Runtime.BuiltInModuleConflict',
      'Cannot use built-in module sys as a handler module',
    ],
  ])('%s %s', async (_, handler, errorType, errorMessage) => {
    const requestId = '';
    expect(members(await loadError(handler))).toMatchObject({ errorType, errorMessage, requestId });
  });

  test("C-26 has the import machinery's frames before its own", async () => {
    const { stackTrace } = members(await loadError('throws.handler'));
    expect(stackTrace[0]).toContain('  File "/var/lang/lib/python3.13/importlib/__init__.py", ');
    expect(stackTrace[1]).toContain('  File "<frozen importlib._bootstrap>", ');
    expect(stackTrace.at(-1)).toContain('  File "/var/task/throws.py", line 2, in fail\n');
  });
});

test('6.3-12 an answer that is no JSON is an error of marshalling', async () => {
  expect(members(await deployed.invoke({ action: 'no_json' }))).toMatchObject({
    errorType: 'Runtime.MarshalError',
    errorMessage: 'Unable to marshal response: Object of type set is not JSON serializable',
  });
});

test('6.3-13 an event that Python cannot read is an error of unmarshalling', async () => {
  const depth = 200_000;
  const answer = await deployed.invoke(`${'['.repeat(depth)}${']'.repeat(depth)}`);
  expect(members(answer)).toMatchObject({
    errorType: 'Runtime.UnmarshalError',
    errorMessage: expect.stringMatching(/^Unable to unmarshal input: maximum recursion depth/),
  });
});

test('6.3-20 bytes pass as they are, JSON is written without escapes', async () => {
  expect((await deployed.invoke({ action: 'some_bytes' })).body).toBe('<plain>');
  expect((await deployed.invoke({ action: 'unicode' })).body).toBe('{"ü": "☃"}');
});

test('6.3-20 the process exits with 1 after an error of init', async () => {
  await using failing = await deploy('exits', 'python-loads', 'throws.handler');
  const first = await failing.invoke();
  expect(members(first).errorType).toBe('RuntimeError');
  // The next event finds no process: init is repeated.
  const second = await failing.invoke();
  const reports = (await failing.logOf(second)).filter((line) => line.startsWith('INIT_REPORT'));
  expect(reports).toHaveLength(1);
});
