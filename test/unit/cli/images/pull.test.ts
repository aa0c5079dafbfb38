import { expect, test } from 'vitest';
import { createCommandLine } from '../../../support/command-line.ts';
import { createFakeEngine } from '../../../support/fake-engine.ts';

const registry = {
  'public.ecr.aws/lambda/java:21': { digest: 'sha256:aws' },
  'mirror.example/lambda/java:21': { digest: 'sha256:mirrored' },
  'my/own:1': { digest: 'sha256:own' },
};

const commandLine = (environment = {}) =>
  createCommandLine({
    environment,
    parts: { findEngine: async () => createFakeEngine({ guest: async () => 0, registry }) },
  });

test('a runtime stands for the image of AWS, other names for themselves', async () => {
  const line = await commandLine();
  expect(await line.run('images', 'pull', 'java21', 'my/own:1')).toBe(0);
  expect(line.out()).toBe('public.ecr.aws/lambda/java:21 sha256:aws\nmy/own:1 sha256:own\n');
  expect(line.err()).toContain('Status: Downloaded newer image');
});

test('the mirror serves where one is configured', async () => {
  const line = await commandLine({ LAMBOX_REGISTRY_MIRROR: 'mirror.example' });
  expect(await line.run('images', 'pull', 'java21', '--json')).toBe(0);
  expect(JSON.parse(line.out())).toMatchObject({
    schemaVersion: 1,
    images: [{ reference: 'mirror.example/lambda/java:21', digest: 'sha256:mirrored' }],
  });
});

test('one that cannot be pulled is usage', async () => {
  const line = await commandLine();
  expect(await line.run('images', 'pull', 'my/own:2')).toBe(2);
  expect(line.err()).toContain('my/own:2');
});
