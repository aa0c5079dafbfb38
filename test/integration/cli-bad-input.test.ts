import { once } from 'node:events';
import { mkdir, open, symlink } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../../src/timeline/clock.ts';
import { lambox, runProgram } from '../support/lambox-command.ts';
import { writeFunction } from '../support/written-function.ts';

const echo = { 'index.mjs': 'export const handler = async (event) => event;' };

/** Owners of the containers that were made since then, also of those that are gone again. */
async function ownersSince(beganAtMs: number): Promise<string> {
  const seconds = (ms: number) => (ms / 1_000).toFixed(3);
  const span = ['--since', seconds(beganAtMs), '--until', seconds(systemClock.epochMs())];
  const filter = ['--filter', 'type=container', '--filter', 'event=create'];
  const format = ['--format', '{{index .Actor.Attributes "dev.lambox.owner"}}'];
  return (await runProgram('docker', ['events', ...span, ...filter, ...format])).stdout;
}

/** One paragraph, the exit code, nothing on stdout, no container made. */
async function expectRefusal(
  words: readonly string[],
  exitCode: number,
  expected: readonly RegExp[],
  variables: Readonly<Record<string, string>> = {},
): Promise<void> {
  const beganAtMs = systemClock.epochMs();
  const result = await lambox(words, { variables });
  expect(result.exitCode, result.stderr).toBe(exitCode);
  expect(result.stdout).toBe('');
  for (const pattern of expected) expect(result.stderr).toMatch(pattern);
  const lines = result.stderr.split('\n');
  expect(lines.filter((line) => line.startsWith('lambox: '))).toHaveLength(1);
  expect(result.stderr).not.toMatch(/^ +at /m);
  expect(await ownersSince(beganAtMs)).not.toContain(`/${result.pid}/`);
}

test.each([
  [['./no such directory'], [/"\.\/no such directory" does not exist/]],
  [['nothing.zip'], [/the zip file "nothing\.zip" does not exist/]],
  [
    ['package.json', '--runtime', 'nodejs99.x'],
    [/nodejs99\.x.*not known/, /nodejs24\.x/],
  ],
  [
    ['.', '--runtime', 'nodejs24'],
    [/Did you mean nodejs24\.x\?/, /python3\.13/],
  ],
  [
    ['.', '--runtime', 'node24'],
    [/Did you mean nodejs24\.x\?/, /python3\.13/],
  ],
  [
    ['.', '--runtime', 'java21', '--handler', 'example/Handler'],
    [/"example\/Handler" is none that java21 can read/, /example\.Handler::handleRequest/],
  ],
  [
    ['.', '--env-file', './no such file'],
    [/\.\/no such file given to --env-file cannot be read/, /NAME=value/],
  ],
  [['UPPER:1'], [/UPPER:1.*invalid reference format/, /lower case/]],
  [
    ['.', '--memory', '127'],
    [/--memory 127/, /from 128 to 10,240/],
  ],
  [
    ['.', '--memory', '10241'],
    [/--memory 10241/, /from 128 to 10,240/],
  ],
  [
    ['.', '--timeout', '901'],
    [/--timeout 901/, /from 1 to 900/],
  ],
  [
    ['.', '--event', '{"a":tru}'],
    [/line 1, column/, /^ +\{"a":tru\}\n +\^$/m],
  ],
] as const)('invoke %j', async (words, expected) => {
  await expectRefusal(['invoke', ...words], 2, expected);
});

test('a file instead of a directory', async () => {
  using directory = writeFunction(echo);
  const file = path.join(directory.path, 'index.mjs');
  await expectRefusal(['invoke', file], 2, [/index\.mjs" is a file, expected a directory/]);
});

test('a directory that does not show its handler', async () => {
  using directory = writeFunction({ 'README.md': 'nothing' });
  await expectRefusal(['invoke', directory.path], 2, [/--handler/, /UnknownRuntime/]);
});

test('code over 250 MB', async () => {
  using directory = writeFunction(echo);
  const file = await open(path.join(directory.path, 'big'), 'w');
  await file.truncate(262_144_000);
  await file.close();
  await expectRefusal(['invoke', directory.path], 2, [/262144000 bytes|250 MB/, /InvalidCode/]);
});

test('a symlink that leaves the package', async () => {
  using directory = writeFunction(echo);
  await mkdir(path.join(directory.path, 'lib'));
  await symlink('/etc/hostname', path.join(directory.path, 'lib/outside'));
  await expectRefusal(['invoke', directory.path], 2, [/lib\/outside/, /InvalidCode/]);
});

test('an image that nobody has', async () => {
  const words = ['invoke', 'localhost:1/no/such-image:1'];
  await expectRefusal(words, 2, [/localhost:1\/no\/such-image:1/, /ImageNotFound/]);
});

test('an engine that does not answer', async () => {
  using directory = writeFunction(echo);
  const variables = { DOCKER_HOST: 'unix:///no/such/docker.sock' };
  await expectRefusal(
    ['invoke', directory.path],
    3,
    [/DOCKER_HOST names unix:\/\/\/no\/such\/docker\.sock/, /EngineUnreachable/],
    variables,
  );
});

test('a port in use', async () => {
  using directory = writeFunction(echo);
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const words = ['run', '-p', `127.0.0.1:${port}:8080`, directory.path];
  await expectRefusal(words, 2, [new RegExp(`127.0.0.1 ${port}: another process`), /AddressInUse/]);
  other.close();
});

test.each([
  [
    ['-p', '9000:9000', '.'],
    [/container port 9000\/tcp/, /HOST_PORT:8080/],
  ],
  [
    ['--platform', 'linux/s390x', '.'],
    [/platform "linux\/s390x"/, /expected linux\/amd64 or linux\/arm64/],
  ],
  [
    ['-w', 'app', 'image'],
    [/--workdir "app" is not an absolute path/, /\/var\/task/],
  ],
  [
    ['-v', '/data:/data', 'image'],
    [/-v \/data:\/data cannot be mounted/, /\/tmp/],
  ],
] as const)('run %j', async (words, expected) => {
  await expectRefusal(['run', ...words], 2, expected);
});
