import { afterAll, beforeAll, expect, it } from 'vitest';
import { functionMaker } from '../contract/runtime/function-maker.ts';
import { testJsonLogs, testLogs } from '../contract/runtime/logs.ts';
import { consoleLine, functionLines } from '../support/function-lines.ts';
import { type TestFunction, useSandbox } from '../support/test-sandbox.ts';
import { describeRuntimes, runtimesMadeHere } from '../support/tested-runtimes.ts';

const sandbox = useSandbox();

describeRuntimes('writes logs', runtimesMadeHere('nodejs'), (runtime) => {
  const make = functionMaker(sandbox, runtime);
  let tested: TestFunction;
  beforeAll(async () => {
    tested = await make('logs');
  });
  afterAll(() => tested?.[Symbol.asyncDispose]());
  const messages = async (event: unknown): Promise<readonly string[]> =>
    functionLines(await tested.invoke(event)).map((line) => consoleLine(line).message);

  testLogs(make, (line) => consoleLine(line).message);
  testJsonLogs(make, ['INFO', 'WARN']);

  it('console methods have their levels, the request id and their order', async () => {
    const result = await tested.invoke({ action: 'levels' });
    const lines = functionLines(result).map(consoleLine);
    expect(lines.map(({ level, message }) => `${level} ${message}`)).toEqual([
      'TRACE by trace',
      'DEBUG by debug',
      'INFO by info',
      'INFO by log',
      'WARN by warn',
      'ERROR by error',
      'FATAL by fatal',
    ]);
    expect(new Set(lines.map(({ requestId }) => requestId))).toEqual(new Set([result.requestId]));
  });

  it('a message is formatted as Node.js does it, in UTF-8', async () => {
    expect(await messages({ action: 'format' })).toEqual([
      'Anna has 3 { nested: { list: [ 1, 2 ] } }',
      'ünï ☃ 𝄞',
      '',
    ]);
  });

  it('a message of several lines stays one entry', async () => {
    const [first, second, ...others] = await messages({ action: 'lines' });
    expect(first).toBe('first\n  second\r\nthird\n');
    expect(second?.split('\n')[0]).toBe('Error: with a stack');
    expect(second?.split('\n').length).toBeGreaterThan(2);
    expect(others).toEqual([]);
  });
});
