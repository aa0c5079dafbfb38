import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readAwsProfile } from '../../../src/cli/aws-profile.ts';

beforeAll(async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'lambox-aws-'));
  const credentials = '[dev]\naws_access_key_id=K\naws_secret_access_key=S\naws_session_token=T\n';
  await writeFile(path.join(directory, 'credentials'), credentials);
  await writeFile(path.join(directory, 'config'), '[profile dev]\nregion = eu-central-1\n');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', path.join(directory, 'credentials'));
  vi.stubEnv('AWS_CONFIG_FILE', path.join(directory, 'config'));
});
afterAll(() => vi.unstubAllEnvs());

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
