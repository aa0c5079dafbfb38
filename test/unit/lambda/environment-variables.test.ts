import { expect, it } from 'vitest';
import { LamboxError } from '../../../src/errors.ts';
import { checkEnvironmentVariables } from '../../../src/lambda/environment-variables.ts';

const check = (variables: Record<string, string>) => () => checkEnvironmentVariables(variables);

it('takes ordinary names, the overridable ones and those that begin with _', () => {
  const names = ['K', 'TABLE_NAME', 'PATH', 'TZ', 'NODE_OPTIONS', 'AWS_DEFAULT_REGION', '_X'];
  expect(check(Object.fromEntries(names.map((name) => [name, 'value'])))).not.toThrow();
  expect(check({})).not.toThrow();
});

it('refuses reserved names in AWS’s words, all at once', () => {
  expect(check({ AWS_REGION: 'x', MINE: 'y', _HANDLER: 'z' })).toThrow(
    /^Lambda was unable to configure your .* in this request: AWS_REGION, _HANDLER$/,
  );
});

it.each(['', '1A', 'A-B', 'A B', 'Ä', 'A='])('refuses the name %j', (name) => {
  expect(check({ [name]: 'x' })).toThrow(LamboxError);
});

it('refuses NUL, which no process can be given', () => {
  expect(check({ A: 'x\0y' })).toThrow('environment variable A contains a NUL character');
});

it('measures the JSON text in bytes: 4,096 are taken, one more is not', () => {
  const overhead = '{"KEY":""}'.length;
  expect(check({ KEY: 'x'.repeat(4_096 - overhead) })).not.toThrow();
  expect(check({ KEY: 'x'.repeat(4_097 - overhead) })).toThrow('4KB limit: 4097 bytes measured');
  expect(check({ KEY: 'é'.repeat(2_044) })).toThrow('4KB limit: 4098 bytes measured');
});
