import { expect, it } from 'vitest';
import { functionArn, parseFunctionReference } from '../../../src/lambda/arns.ts';

const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:hello';

it.each([
  ['hello', null, null, null],
  ['hello:$LATEST', '$LATEST', null, null],
  ['hello:7', '7', null, null],
  ['function', null, null, null],
  ['function:hello', null, null, null],
  ['123456789012:function:hello', null, '123456789012', null],
  ['123456789012:function:hello:live', 'live', '123456789012', null],
  [arn, null, '123456789012', 'eu-west-1'],
  [`${arn}:live`, 'live', '123456789012', 'eu-west-1'],
])('reads %s', (text, qualifier, accountId, region) => {
  const functionName = text === 'function' ? 'function' : 'hello';
  expect(parseFunctionReference(text)).toEqual({ functionName, qualifier, accountId, region });
});

it('takes an ARN that ends in :function for a function of that name', () => {
  const text = 'arn:aws:lambda:us-east-1:000000000000:function';
  expect(parseFunctionReference(text).functionName).toBe('function');
});

it.each(['', 'a b', 'a/b', 'hello:a:b', `${arn}:a b`, 'x'.repeat(141), 'arn:aws:s3:::bucket/k'])(
  'refuses %j',
  (text) => {
    const attempt = () => parseFunctionReference(text);
    expect(attempt).toThrow(/is not a function's name, partial ARN or ARN of at most 140 char/);
    expect(attempt).toThrow(expect.objectContaining({ code: 'InvalidOption' }));
  },
);

it('builds what it reads', () => {
  const parts = { region: 'eu-west-1', accountId: '123456789012', functionName: 'hello' };
  expect(functionArn(parts)).toBe(arn);
  expect(functionArn(parts, '$LATEST')).toBe(`${arn}:$LATEST`);
  expect(parseFunctionReference(functionArn(parts, '3'))).toEqual({ ...parts, qualifier: '3' });
  expect(functionArn({ ...parts, region: 'cn-north-1' })).toMatch(/^arn:aws-cn:lambda:cn-north-1:/);
});
