import { beforeAll, describe, expect, test } from 'vitest';
import { functionCode } from './harness/function-code.ts';
import type { DeployedFunction, InvokeAnswer } from './harness/target.ts';
import { useTarget } from './harness/use-target.ts';

const target = useTarget();
let deployed: DeployedFunction;

const deploy = (name: string, folder: string, handler: string) =>
  target.deploy({
    ...{ name, runtime: 'nodejs24.x', code: functionCode(folder), handler, timeoutSeconds: 20 },
  });

beforeAll(async () => {
  deployed = await deploy('errors', 'node-errors', 'index.handler');
});

const members = ({ body }: InvokeAnswer) => JSON.parse(body);
/** Of a function whose code cannot be loaded. */
async function loadError(handler: string, folder = 'node-loads'): Promise<InvokeAnswer> {
  await using failing = await deploy('loads', folder, handler);
  const answer = await failing.invoke();
  expect([answer.status, answer.functionError]).toEqual([200, 'Unhandled']);
  return answer;
}

const textual = (...lines: readonly string[]) => lines.join('\n');

describe('a handler that fails', () => {
  test.each([
    ['throw', 'OrderError', 'no such order <&>'],
    ['reject', 'TypeError', 'rejected'],
  ])('6.2-1 with an Error: %s', async (action, errorType, errorMessage) => {
    const answer = await deployed.invoke({ action });
    expect(answer.functionError).toBe('Unhandled');
    expect(Object.keys(members(answer))).toEqual(['errorType', 'errorMessage', 'trace']);
    const [first, ...frames] = members(answer).trace;
    expect(members(answer)).toMatchObject({ errorType, errorMessage });
    expect(first).toBe(`${errorType}: ${errorMessage}`);
    expect(frames[0]).toMatch(/^ {4}at .*\/var\/task\/index\.js:\d+:\d+/);
  });

  test.each([
    ['only a text', 'string', 'only a text'],
    [{ code: 42 }, 'object', '[object Object]'],
    [7, 'number', '7'],
  ])('6.2-1 with what is no Error: %j', async (value, errorType, errorMessage) => {
    const answer = await deployed.invoke({ action: 'throwValue', value });
    expect(members(answer)).toEqual({ errorType, errorMessage, trace: [] });
  });
});

describe('code that cannot be loaded', () => {
  test.each([
    ['index.other', 'index.other is undefined or not exported'],
    ['index.text', 'index.text is not a function'],
  ])('6.3-1 because there is no handler: %s', async (handler, errorMessage) => {
    const errorType = 'Runtime.HandlerNotFound';
    expect(members(await loadError(handler))).toMatchObject({ errorType, errorMessage });
  });

  test('6.3-2 because there is no module', async () => {
    expect(members(await loadError('missing.handler'))).toMatchObject({
      errorType: 'Runtime.ImportModuleError',
      errorMessage: textual(
        "Error: Cannot find module 'no-such-package'",
        'Require stack:',
        '- /var/task/missing.js',
      ),
    });
  });

  test('6.3-3 because of a syntax error', async () => {
    expect(members(await loadError('syntax.handler'))).toMatchObject({
      errorType: 'Runtime.UserCodeSyntaxError',
      errorMessage: "SyntaxError: Unexpected token ';'",
    });
  });

  test.each([
    ['index', 'Bad handler'],
    [
      '../index.handler',
      "'../index.handler' is not a valid handler name. Use absolute paths when specifying root " +
        'directories in handler names.',
    ],
  ])('6.3-4 because a handler has no such name: %s', async (handler, errorMessage) => {
    const errorType = 'Runtime.MalformedHandlerName';
    expect(members(await loadError(handler))).toMatchObject({ errorType, errorMessage });
  });

  test('6.3-6 because it is called back', async () => {
    const { errorType, errorMessage } = members(await loadError('index.callback', 'node-errors'));
    expect(errorType).toBe('Runtime.CallbackHandlerDeprecated');
    expect(errorMessage).toContain('callback-based function handlers');
  });
});

describe('what nobody catches', () => {
  test.each([
    ['unhandled', 128],
    ['uncaught', 129],
  ])('6.3-5 ends the process: %s', async (action) => {
    const answer = await deployed.invoke({ action });
    expect(members(answer)).toEqual({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringContaining('Runtime exited with error: exit status '),
    });
  });

  test.fails('6.3-5 has exit codes of its own', async () => {
    const unhandled = await deployed.invoke({ action: 'unhandled' });
    const uncaught = await deployed.invoke({ action: 'uncaught' });
    expect(unhandled.body).toContain('exit status 128');
    expect(uncaught.body).toContain('exit status 129');
  });
});

test('6.3-19 undefined is null, a handler may be synchronous and say nothing', async () => {
  expect((await deployed.invoke({ action: 'undefined' })).body).toBe('null');
  await using plain = await deploy('plain', 'node-errors', 'index.plain');
  await using nothing = await deploy('nothing', 'node-errors', 'index.nothing');
  expect((await plain.invoke()).body).toBe('"plain"');
  expect((await nothing.invoke()).body).toBe('null');
});
