import { readFile } from 'node:fs/promises';
import { beforeEach, expect, test } from 'vitest';
import { createCommandLine } from '../../../support/command-line.ts';
import { createFakeEngine } from '../../../support/fake-engine.ts';
import type { FakeImages } from '../../../support/fake-image-store.ts';
import { TemporaryDirectory } from '../../../support/temporary-directory.ts';

const aws = 'public.ecr.aws/lambda/nodejs:24';
const older = { digest: 'sha256:aaa' };
const newer = { digest: 'sha256:bbb' };
let temporary: TemporaryDirectory;

beforeEach(() => {
  temporary = new TemporaryDirectory();
  return () => temporary[Symbol.dispose]();
});

function commandLine(images: FakeImages) {
  return createCommandLine({
    environment: { LAMBOX_LOCK_FILE: temporary.join('lambox.lock.json') },
    parts: { findEngine: async () => createFakeEngine({ guest: async () => 0, images }) },
  });
}

test('--update writes down what there is, and verify finds it so', async () => {
  const line = await commandLine({ [aws]: older, 'my/own:1': { id: 'sha256:own' } });
  expect(await line.run('images', 'verify', '--update', 'nodejs24.x', 'my/own:1')).toBe(0);
  expect(line.out()).toBe(
    'nodejs24.x is written down: sha256:aaa\nmy/own:1 is written down: sha256:own\n',
  );
  expect(JSON.parse(await readFile(temporary.join('lambox.lock.json'), 'utf8'))).toEqual({
    lockfileVersion: 1,
    images: {
      'my/own:1': {
        image: 'my/own:1',
        digest: 'sha256:own',
        digestOf: 'configuration',
        architecture: 'x86_64',
        operatingSystem: null,
        runtimeClient: null,
      },
      'nodejs24.x': {
        image: aws,
        digest: 'sha256:aaa',
        digestOf: 'manifest',
        architecture: 'x86_64',
        operatingSystem: 'Amazon Linux 2023',
        runtimeClient: null,
      },
    },
  });
  expect(await line.run('images', 'verify')).toBe(0);
  expect(line.out()).toContain('nodejs24.x is as locked: sha256:aaa\n');
});

test('what has moved is named, and is exit code 1', async () => {
  const before = await commandLine({ [aws]: older });
  await before.run('images', 'verify', '--update', 'nodejs24.x');
  const after = await commandLine({ [aws]: newer });
  expect(await after.run('images', 'verify')).toBe(1);
  expect(after.out()).toBe('nodejs24.x has moved\n  digest: locked sha256:aaa, now sha256:bbb\n');
  const gone = await commandLine({});
  expect(await gone.run('images', 'verify', '--json')).toBe(1);
  expect(JSON.parse(gone.out())).toMatchObject({
    schemaVersion: 1,
    images: [
      {
        name: 'nodejs24.x',
        locked: { digest: 'sha256:aaa' },
        now: null,
        moves: [`${aws} is not in the engine`],
      },
    ],
  });
});

test('an update without names writes down anew what is there, all or nothing', async () => {
  const before = await commandLine({ [aws]: older });
  await before.run('images', 'verify', '--update', 'nodejs24.x');
  const after = await commandLine({ [aws]: newer });
  expect(await after.run('images', 'verify', '--update')).toBe(0);
  expect(await after.run('images', 'verify')).toBe(0);
  const gone = await commandLine({});
  expect(await gone.run('images', 'verify', '--update')).toBe(2);
  expect(gone.err()).toContain('lambox images pull nodejs24.x');
  expect(await after.run('images', 'verify')).toBe(0);
});

test('one that was never written down has moved', async () => {
  const line = await commandLine({ [aws]: older });
  expect(await line.run('images', 'verify', 'nodejs24.x')).toBe(1);
  expect(line.out()).toBe('nodejs24.x has moved\n  is not in the lock file\n');
});

test('without a file, or with another, it is usage', async () => {
  const line = await commandLine({});
  expect(await line.run('images', 'verify')).toBe(2);
  expect(line.err()).toMatch(
    /lambox\.lock\.json is not there .*images verify --update nodejs24\.x/,
  );
  for (const content of ['{', '[]', '{"lockfileVersion":2,"images":{}}', '{"images":[]}']) {
    temporary.write({ 'lambox.lock.json': content });
    const other = await commandLine({});
    expect(await other.run('images', 'verify'), content).toBe(2);
    expect(other.err(), content).toContain("is no lock file of Lambox's");
  }
});
