import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readAwsProfile } from '../../../src/cli/aws-profile.ts';
import { TemporaryDirectory } from '../../support/temporary-directory.ts';

const directory = new TemporaryDirectory();
beforeAll(() => {
  const credentials = '[dev]\naws_access_key_id=K\naws_secret_access_key=S\naws_session_token=T\n';
  directory.write({ credentials, config: '[profile dev]\nregion = eu-central-1\n' });
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', directory.join('credentials'));
  vi.stubEnv('AWS_CONFIG_FILE', directory.join('config'));
});
afterAll(() => {
  vi.unstubAllEnvs();
  directory[Symbol.dispose]();
});

test('credentials and region come from the profile', async () => {
  expect(await readAwsProfile('dev')).toEqual({
    credentials: { accessKeyId: 'K', secretAccessKey: 'S', sessionToken: 'T' },
    region: 'eu-central-1',
  });
});

test('an unknown profile names those there are', async () => {
  await expect(readAwsProfile('prod')).rejects.toMatchObject({
    code: 'InvalidOption',
    message: expect.stringMatching(/^--aws-profile prod gives no credentials: .*there are: dev/),
  });
});
