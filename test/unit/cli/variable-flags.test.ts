import { expect, test } from 'vitest';
import { resolveVariables } from '../../../src/cli/variable-flags.ts';
import { TemporaryDirectory } from '../../support/temporary-directory.ts';

const caller: Readonly<Record<string, string>> = { MINE: 'm', AWS_SESSION_TOKEN: 't' };
const callerVariable = (name: string) => caller[name];
const resolve = (...env: string[]) => resolveVariables({ env, envFile: [] }, callerVariable);

test("a name alone passes on the caller's value, or nothing", async () => {
  expect(await resolve('MINE', 'NOT_SET', 'A=1')).toEqual({ variables: { MINE: 'm', A: '1' } });
});

test('what Lambda sets itself configures the function', async () => {
  const given = await resolve(
    'AWS_REGION=eu-west-1',
    'AWS_ACCESS_KEY_ID=k',
    'AWS_SECRET_ACCESS_KEY=s',
    'AWS_SESSION_TOKEN',
    'AWS_LAMBDA_FUNCTION_NAME=n',
    'AWS_LAMBDA_FUNCTION_MEMORY_SIZE=256',
    'AWS_LAMBDA_FUNCTION_TIMEOUT=9',
    'A=1',
  );
  expect(given).toEqual({
    variables: { A: '1' },
    region: 'eu-west-1',
    credentials: { accessKeyId: 'k', secretAccessKey: 's', sessionToken: 't' },
    functionName: 'n',
    memorySizeMb: 256,
    timeoutSeconds: 9,
  });
});

test('half of a pair of credentials is refused', async () => {
  await expect(resolve('AWS_ACCESS_KEY_ID=k')).rejects.toMatchObject({
    message: 'credentials without AWS_SECRET_ACCESS_KEY',
  });
});

test.each(['AWS_LAMBDA_FUNCTION_TIMEOUT=0', 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE=1x'])(
  '%s is out of range',
  async (assignment) => {
    await expect(resolve(assignment)).rejects.toMatchObject({
      code: 'InvalidOption',
      message: expect.stringContaining(assignment),
    });
  },
);

test('-e is stronger than a file, a later one than an earlier', async () => {
  using directory = new TemporaryDirectory();
  directory.write({ 'ü file.env': 'A=file\nB=file\n' });
  const file = directory.join('ü file.env');
  const flags = { env: ['A=first', 'A=last'], envFile: [file] };
  expect(await resolveVariables(flags, callerVariable)).toEqual({
    variables: { A: 'last', B: 'file' },
  });
});

test("a file that is not there is the caller's error", async () => {
  await expect(
    resolveVariables({ env: [], envFile: ['/no/such.env'] }, callerVariable),
  ).rejects.toMatchObject({
    code: 'InvalidOption',
    message: expect.stringContaining('/no/such.env'),
  });
});
