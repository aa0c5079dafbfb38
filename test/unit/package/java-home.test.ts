import { existsSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { copyJava, findJava } from '../../../src/package/java-home.ts';
import { TemporaryDirectory } from '../../support/temporary-directory.ts';

const release = (version: string, facts = 'OS_NAME="Linux"\nOS_ARCH="x86_64"\n') =>
  `IMPLEMENTOR="Somebody"\nJAVA_VERSION="${version}"\n${facts}`;

const home = (name: string, text: string) => ({
  [`${name}/release`]: text,
  [`${name}/bin/java`]: 'program',
});

const find = (directory: TemporaryDirectory, version: string, homes: readonly string[] = []) =>
  findJava(version, 'x86_64', { homes, homeFolders: [directory.join('jvm'), '/none'] });

test('the newest of a version, by what it says of itself', async () => {
  using directory = new TemporaryDirectory();
  directory.write({
    ...home('jvm/a', release('17.0.9')),
    ...home('jvm/b', release('17.0.15')),
    ...home('jvm/c', release('21.0.1')),
    ...home('jvm/eight', release('1.8.0_402')),
    'jvm/empty/README': '',
  });
  expect(await find(directory, '17')).toBe(directory.join('jvm/b'));
  expect(await find(directory, '8')).toBe(directory.join('jvm/eight'));
});

test('that of JAVA_HOME, where none is newer', async () => {
  using directory = new TemporaryDirectory();
  directory.write({ ...home('own', release('11.0.2')), ...home('jvm/a', release('11.0.1')) });
  expect(await find(directory, '11', [directory.join('own')])).toBe(directory.join('own'));
});

test("none of another machine's, and none without its program", async () => {
  using directory = new TemporaryDirectory();
  directory.write({
    ...home('jvm/arm', release('17', 'OS_NAME="Linux"\nOS_ARCH="aarch64"\n')),
    ...home('jvm/mac', release('17', 'OS_NAME="Darwin"\nOS_ARCH="x86_64"\n')),
    ...home('jvm/musl', release('17', 'OS_NAME="Linux"\nOS_ARCH="x86_64"\nLIBC="musl"\n')),
    'jvm/bare/release': release('17'),
  });
  await expect(find(directory, '17')).rejects.toMatchObject({
    code: 'ImageBuildFailed',
    message: expect.stringContaining(`JAVA_HOME, ${directory.join('jvm')}, /none`),
    remedy: expect.stringMatching(/JAVA_HOME.*public\.ecr\.aws\/lambda\/java:17/),
    evidence: { lacks: 'JDK 17' },
  });
});

test('what is copied runs programs, and holds no certificates of the host', async () => {
  using directory = new TemporaryDirectory();
  directory.write({
    ...home('jdk', release('17')),
    'jdk/lib/security/cacerts': "the host's",
    'jdk/lib/security/default.policy': '',
    'jdk/lib/src.zip': '',
    'jdk/jmods/java.base.jmod': '',
    'target/.keep': '',
  });
  const target = directory.join('target');
  await copyJava(directory.join('jdk'), target);
  expect(readdirSync(target).sort()).toEqual(['.keep', 'bin', 'lib', 'release']);
  expect(readdirSync(directory.join('target/lib'))).toEqual(['security']);
  expect(existsSync(directory.join('target/lib/security/cacerts'))).toBe(false);
});
