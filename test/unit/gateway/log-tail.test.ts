import { expect, test } from 'vitest';
import { encodeLogTail } from '../../../src/gateway/log-tail.ts';
import type { LogEntry } from '../../../src/invocation/invocation-result.ts';

const entry = (text: string, origin: LogEntry['origin']): LogEntry => ({
  text,
  origin,
  offsetMs: 0,
  epochMs: 0,
});
const tailOf = (...logs: LogEntry[]) => Buffer.from(encodeLogTail(logs), 'base64').toString();

test('what the init phase wrote is not part of it', () => {
  const tail = tailOf(
    entry('loading', 'function'),
    entry('INIT_REPORT Init Duration: 1.00 ms', 'platform'),
    entry('START RequestId: 1 Version: $LATEST', 'platform'),
    entry('START RequestId: in the words of the function', 'function'),
    entry('END RequestId: 1', 'platform'),
  );
  expect(tail).toBe(
    'START RequestId: 1 Version: $LATEST\n' +
      'START RequestId: in the words of the function\nEND RequestId: 1\n',
  );
});

test('in the JSON format it begins at the record of the start', () => {
  const start =
    '{"time":"2026-02-03T04:05:06.789Z","type":"platform.start","record":{"requestId":"1"}}';
  expect(tailOf(entry('loading', 'function'), entry(start, 'platform'))).toBe(`${start}\n`);
});

test('without a START it is all there is', () => {
  expect(tailOf(entry('alone', 'function'))).toBe('alone\n');
  expect(tailOf()).toBe('');
});
