import { beforeAll, expect, it } from 'vitest';
import { functionMaker } from '../contract/runtime/function-maker.ts';
import { testJsonLogs, testLogs } from '../contract/runtime/logs.ts';
import { functionLines } from '../support/function-lines.ts';
import { pythonFunction } from '../support/python-function.ts';
import { type TestFunction, useSandbox } from '../support/test-sandbox.ts';
import { describeRuntimes, runtimesMadeHere } from '../support/tested-runtimes.ts';

const sandbox = useSandbox();
const stamp = '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d';

describeRuntimes('writes logs', runtimesMadeHere('python'), (runtime) => {
  let tested: TestFunction;
  beforeAll(async () => {
    tested = await sandbox.create('logs', pythonFunction('logs', runtime));
  });

  const make = functionMaker(sandbox, runtime);
  testLogs(make, (line) => line.split('\t').at(-1)?.trimEnd() ?? '');
  testJsonLogs(make, ['INFO', 'WARNING']);

  it('with level, time, request id and message, from the level on that is set', async () => {
    const result = await tested.invoke({ action: 'levels', level: 'INFO' });
    const lines = functionLines(result);
    const levels = ['INFO', 'WARNING', 'ERROR', 'CRITICAL'];
    expect(lines).toHaveLength(levels.length);
    for (const [at, level] of levels.entries()) {
      expect(lines[at]).toMatch(
        new RegExp(
          `^\\[${level}\\]\t${stamp}\\.\\d{3}Z\t${result.requestId}\tby ${level.toLowerCase()}`,
        ),
      );
    }
  });

  it('in which a message of several lines, or with a traceback, is one entry', async () => {
    const [first, second, ...others] = functionLines(await tested.invoke({ action: 'lines' }));
    expect(first).toMatch(/\tfirst\n {2}second\r\nthird/);
    expect(second).toMatch(/^\[ERROR\]\t.*\tit failed\nTraceback \(most recent call last\):\n/);
    expect(second).toContain('ValueError: caught');
    expect(others).toEqual([]);
  });

  it('in which print is one entry a line, and none for an empty line (C-15)', async () => {
    expect(functionLines(await tested.invoke({ action: 'prints' }))).toEqual([
      'one',
      'two',
      'three\rstill three',
      "ünï ☃ 𝄞 {'a': [1]}",
      'no line break joined',
    ]);
  });

  it('in which an error is one entry, its frames behind no-break spaces', async () => {
    const [entry = '', ...others] = functionLines(await tested.invoke({ action: 'throw' }));
    const lines = entry.split('\n');
    expect(lines.slice(0, 3)).toEqual([
      '[ERROR] ValueError: no',
      'such order',
      'Traceback (most recent call last):',
    ]);
    expect(lines[3]).toMatch(/^\u00a0\u00a0File "\/var\/task\/index\.py", line \d+, in handler$/);
    expect(lines.at(-1)).toBe('\u00a0\u00a0\u00a0\u00a0raise ValueError("no\\nsuch order")');
    expect(others).toEqual([]);
  });

  it('in JSON, with the level of the configuration', async () => {
    await using json = await sandbox.create('logs', {
      ...pythonFunction('logs', runtime),
      loggingConfig: { logFormat: 'JSON', applicationLogLevel: 'INFO' },
    });
    const result = await json.lambda.invoke({ action: 'filtered' });
    const documents = functionLines(result).map((line) => JSON.parse(line));
    const timestamp = expect.stringMatching(new RegExp(`^${stamp}Z$`));
    const rest = { timestamp, logger: 'orders', requestId: result.requestId, order: 7 };
    expect(documents).toEqual([
      { ...rest, level: 'INFO', message: 'by info' },
      { ...rest, level: 'WARNING', message: 'by warning' },
    ]);
    expect(Object.keys(documents[0])).toEqual([
      ...['timestamp', 'level', 'message', 'logger', 'requestId', 'order'],
    ]);
    const failed = await json.lambda.invoke({ action: 'throw' });
    expect(functionLines(failed).map((line) => JSON.parse(line))).toEqual([
      {
        timestamp,
        level: 'ERROR',
        errorMessage: 'no\nsuch order',
        errorType: 'ValueError',
        requestId: failed.requestId,
        stackTrace: expect.any(Array),
      },
    ]);
  });
});
