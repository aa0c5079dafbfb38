import { expect, it } from 'vitest';
import { runtimeVersion } from '../../../src/lambda/runtime-version.ts';
import { parseRuntime } from '../../../src/lambda/runtimes.ts';

it('tells the runtime by the id of its image', () => {
  const digits = '3c5f309b2556'.padEnd(64, '0');
  expect(runtimeVersion(parseRuntime('nodejs24.x'), 'eu-west-1', `sha256:${digits}`)).toEqual({
    version: 'nodejs:24.3c5f309b2556',
    arn: `arn:aws:lambda:eu-west-1::runtime:${digits}`,
  });
});
