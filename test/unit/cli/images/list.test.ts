import { expect, test } from 'vitest';
import { createCommandLine } from '../../../support/command-line.ts';
import { createFakeEngine } from '../../../support/fake-engine.ts';

const images = {
  'public.ecr.aws/lambda/java:21': { sizeBytes: 500e6 },
  'lambox/nodejs:24': {
    sizeBytes: 234e6,
    labels: { 'dev.lambox.image': 'lambox/nodejs:24', 'dev.lambox.recipe': 'older' },
  },
};

const commandLine = () =>
  createCommandLine({
    parts: { findEngine: async () => createFakeEngine({ guest: async () => 0, images }) },
  });

const lineOf = (text: string, runtime: string) =>
  text.split('\n').find((line) => line.startsWith(`${runtime} `));

test('those that are there or can be made, each with what it is', async () => {
  const line = await commandLine();
  expect(await line.run('images', 'list')).toBe(0);
  const text = line.out();
  expect(lineOf(text, 'java21')).toMatch(/lambda\/java:21 +500\.0 MB {2}AWS's.*Amazon Linux 2023$/);
  expect(lineOf(text, 'nodejs24.x')).toMatch(/lambox\/nodejs:24 +234\.0 MB {2}outdated/);
  expect(lineOf(text, 'provided.al2023')).toMatch(/ - +not yet: pulled or made/);
  expect(lineOf(text, 'ruby3.4')).toBeUndefined();
});

test('--all has every runtime', async () => {
  const line = await commandLine();
  expect(await line.run('images', 'list', '--all')).toBe(0);
  expect(lineOf(line.out(), 'java11')).toMatch(
    /pulled, or made of a JDK 11 that this machine has, at the first use; recipe complete, not run/,
  );
  expect(lineOf(line.out(), 'ruby3.4')).toMatch(
    / - +not yet: pulled, or made of a Ruby 3\.4 that this machine has, and a client of RubyGems/,
  );
});

test('--json says the same', async () => {
  const line = await commandLine();
  expect(await line.run('images', 'list', '--json')).toBe(0);
  const { schemaVersion, images: listed } = JSON.parse(line.out());
  expect(schemaVersion).toBe(1);
  expect(listed).toContainEqual({
    runtime: 'java21',
    family: 'java',
    state: 'present',
    reference: 'public.ecr.aws/lambda/java:21',
    id: expect.stringMatching(/^sha256:/),
    digest: null,
    sizeBytes: 500e6,
    source: 'engine',
    operatingSystem: 'Amazon Linux 2023',
    runtimeClient: null,
    canBeMadeHere: true,
    recipe: 'runs',
    recipeNote: null,
    awsImage: 'public.ecr.aws/lambda/java:21',
    deprecated: false,
  });
});
