import { expect, it } from 'vitest';
import { logGroupName, logStreamName } from '../../../src/lambda/log-names.ts';

it('names group and stream as AWS does, by the day in UTC', () => {
  expect(logGroupName('hello')).toBe('/aws/lambda/hello');
  const startedAt = new Date('2026-02-03T23:59:59.999Z');
  const digits = '0123456789abcdef0123456789abcdef';
  expect(logStreamName(startedAt, '$LATEST', digits)).toBe(`2026/02/03/[$LATEST]${digits}`);
  expect(logStreamName(new Date('2026-02-04T00:00:00Z'), '7', digits)).toBe(
    `2026/02/04/[7]${digits}`,
  );
});
