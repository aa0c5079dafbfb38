import { beforeAll, expect, it } from 'vitest';
import { consoleLine, functionLines } from '../support/function-lines.ts';
import { type TestFunction, useSandbox } from '../support/test-sandbox.ts';

const sandbox = useSandbox();
const told: string[] = [];
let tested: TestFunction;

beforeAll(async () => {
  const onLog = ({ text }: { readonly text: string }) => told.push(text);
  tested = await sandbox.create('logs', { timeoutSeconds: 30, onLog });
});

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

it('10,000 lines keep their order and all come before REPORT', async () => {
  const count = 10_000;
  const expected = Array.from({ length: count }, (_, number) => `line ${number}`);
  expect(await messages({ action: 'order', count })).toEqual(expected);
});

it('what is written to stdout and stderr is one entry a line', async () => {
  const lines = functionLines(await tested.invoke({ action: 'raw' }));
  // Two pipes end to end are one stream: the line that one begins the other may end.
  expect(lines).toEqual(['one', 'two', 'three and', 'four']);
});

it('a message of 200,000 characters is one entry', async () => {
  const [message, ...others] = await messages({ action: 'long', length: 200_000 });
  expect(message?.length).toBe(200_000);
  expect(message).toBe('y'.repeat(200_000));
  expect(others).toEqual([]);
});

it('a listener is told of every entry as it comes', async () => {
  told.length = 0;
  const { logs } = await tested.invoke({ action: 'levels' });
  expect(told).toEqual(logs.map(({ text }) => text));
});

async function messages(event: unknown): Promise<readonly string[]> {
  return functionLines(await tested.invoke(event)).map((line) => consoleLine(line).message);
}
