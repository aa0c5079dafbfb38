import { expect, it } from 'vitest';
import { logGroupName, logStreamName } from '../../../src/lambda/log-names.ts';

const stream = {
  startedAt: new Date('2026-02-03T23:59:59.999Z'),
  functionName: 'hello',
  version: '$LATEST',
  logGroup: '/aws/lambda/hello',
  randomDigits: '0123456789abcdef0123456789abcdef',
};

it('names group and stream as AWS does, by the day in UTC', () => {
  expect(logGroupName('hello')).toBe('/aws/lambda/hello');
  expect(logStreamName(stream)).toBe(`2026/02/03/[$LATEST]${stream.randomDigits}`);
  const startedAt = new Date('2026-02-04T00:00:00Z');
  expect(logStreamName({ ...stream, startedAt, version: '7' })).toBe(
    `2026/02/04/[7]${stream.randomDigits}`,
  );
});

it('names the function in the streams of a group that is not its own', () => {
  expect(logStreamName({ ...stream, logGroup: '/shared' })).toBe(
    `2026/02/03/hello[$LATEST]${stream.randomDigits}`,
  );
});
