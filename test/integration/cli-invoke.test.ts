import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { untilNothingIsOwned } from '../support/containers.ts';
import { type CommandOptions, lambox, RunningCommand } from '../support/lambox-command.ts';
import { writeFunction } from '../support/written-function.ts';

const schemaFile = new URL('../../docs/invocation.schema.json', import.meta.url);

/** Without Lambda's 3 s: a busy machine is no failure. */
const invoke = (words: readonly string[], options: CommandOptions = {}) =>
  lambox(['invoke', '--timeout', '60', ...words], options);

const counter = `let n = 0;
export const handler = async (event) => {
  console.log('event', ++n);
  return { n, event };
};`;

test('the payload on stdout; log, REPORT and timeline on stderr in order', async () => {
  using directory = writeFunction({ 'index.mjs': counter });
  const words = [directory.path, '--event', '{"a": "ü"}', '--repeat', '2'];
  const { exitCode, stdout, stderr } = await invoke(words);
  expect(stderr).toMatch(/runtime nodejs24\.x, handler index\.handler: /);
  expect(stdout).toBe('{"n":1,"event":{"a":"ü"}}\n{"n":2,"event":{"a":"ü"}}\n');
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(
    /START RequestId: [\s\S]*event 1[\s\S]*END RequestId: [\s\S]*REPORT .*Init Duration: /,
  );
  expect(stderr).toMatch(/cold start \(first\) {2}answered after [\s\S]*warm start {2}answered/);
  expect(stderr).toMatch(/allocation +(queue|create) /);
});

test('--json is one document as its schema has it, phases without gap', async () => {
  using directory = writeFunction({ 'index.mjs': counter });
  const words = [directory.path, '--json', '--repeat', '3', '--memory', '1769'];
  const { exitCode, stdout, stderr } = await invoke(words);
  expect(exitCode, stderr).toBe(0);
  const document = JSON.parse(stdout);
  const schema = JSON.parse(await readFile(schemaFile, 'utf8'));
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
  expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
  const kinds = document.invocations.map(({ startKind }: { startKind: string }) => startKind);
  expect(kinds).toEqual(['cold', 'warm', 'warm']);
  for (const { timeline, report } of document.invocations) {
    const durations = timeline.phases.map(({ durationMs }: { durationMs: number }) => durationMs);
    const sum = durations.reduce((total: number, durationMs: number) => total + durationMs, 0);
    expect(Math.abs(sum - timeline.totalMs)).toBeLessThan(1);
    expect(timeline.answeredMs).toBeLessThanOrEqual(timeline.totalMs);
    expect(report.memorySizeMb).toBe(1_769);
  }
});

test('blanks and unicode in paths, events from files and stdin', async () => {
  const files = { 'index.mjs': counter, 'an event.json': '"von\\nhier"' };
  using directory = writeFunction(files);
  const event = `@${directory.path}/an event.json`;
  const fromFile = await invoke([directory.path, '--event', event]);
  expect(fromFile.stdout, fromFile.stderr).toBe('{"n":1,"event":"von\\nhier"}\n');
  const fromStdin = await invoke(['.', '--event', '-'], {
    input: '[1, 2]',
    directory: directory.path,
  });
  expect(fromStdin.stdout, fromStdin.stderr).toBe('{"n":1,"event":[1,2]}\n');
});

test("variables reach the handler; nobody's credentials do", async () => {
  const code = 'export const handler = async () => process.env;';
  using directory = writeFunction({ 'index.mjs': code, 'v.env': '# c\nB=two words\n' });
  const words = ['-e', 'A=1', '-e', 'MINE', '--env-file', `${directory.path}/v.env`];
  const { stdout, stderr } = await invoke([directory.path, ...words], {
    variables: { MINE: 'm', AWS_ACCESS_KEY_ID: 'HOST-KEY', AWS_SECRET_ACCESS_KEY: 'HOST-SECRET' },
  });
  expect(stderr).toContain('REPORT');
  expect(JSON.parse(stdout)).toMatchObject({ A: '1', B: 'two words', MINE: 'm' });
  expect(stdout).not.toContain('HOST-');
});

test('--aws-profile: credentials and region of that profile, and no other', async () => {
  const code = 'export const handler = async () => process.env;';
  using directory = writeFunction({ 'index.mjs': code });
  using configuration = writeFunction({
    credentials: '[dev]\naws_access_key_id=DEV-KEY\naws_secret_access_key=DEV-SECRET\n',
    config: '[profile dev]\nregion=eu-central-1\n',
  });
  const { stdout, stderr } = await invoke([directory.path, '--aws-profile', 'dev'], {
    variables: {
      AWS_SHARED_CREDENTIALS_FILE: configuration.join('credentials'),
      AWS_CONFIG_FILE: configuration.join('config'),
    },
  });
  expect(stderr).toContain('REPORT');
  expect(JSON.parse(stdout)).toMatchObject({
    AWS_ACCESS_KEY_ID: 'DEV-KEY',
    AWS_SECRET_ACCESS_KEY: 'DEV-SECRET',
    AWS_REGION: 'eu-central-1',
  });
});

test('Ctrl-C ends it with 130, nothing left', async () => {
  const source = 'export const handler = () => new Promise((r) => setTimeout(r, 60_000));';
  using directory = writeFunction({ 'index.mjs': source });
  await using command = new RunningCommand(['invoke', directory.path, '--timeout', '90']);
  await command.said(/START RequestId/);
  command.process.kill('SIGINT');
  expect(await command.ended).toBe(130);
  expect(await untilNothingIsOwned(command.process.pid ?? 0)).toEqual([]);
});

const unbuilt = { 'index.ts': 'export const handler = async (): Promise<number> => 1;' };
const foreign = {
  'index.js': "require('./addon.node'); exports.handler = async () => 1;",
  'addon.node': 'MZ not an ELF file at all, but long enough to be read as a header',
};
test.each([
  [
    'a wrong export',
    { 'app.js': 'exports.handler = async () => 1;' },
    'app.main',
    'Runtime.HandlerNotFound',
    'app.js exports handler; you configured app.main.',
  ],
  [
    'a missing handler file',
    { 'app.js': 'exports.handler = async () => 1;' },
    'index.handler',
    'Runtime.ImportModuleError',
    'Perhaps --handler app.handler',
  ],
  [
    'a missing package',
    { 'index.js': "require('left-pad'); exports.handler = async () => 1;" },
    'index.handler',
    'Runtime.ImportModuleError',
    'run npm install left-pad',
  ],
  [
    'a syntax error',
    { 'index.js': 'exports.handler = async ( => 1;' },
    'index.handler',
    'Runtime.UserCodeSyntaxError',
    'node --check',
  ],
  ['unbuilt TypeScript', unbuilt, 'index.handler', 'Runtime.ImportModuleError', 'TypeScript'],
  ['a foreign native module', foreign, 'index.handler', /.*/, 'was built for another system'],
] as const)("%s: Lambda's words, exit code 1, a remedy", async (_, files, handler, type, hint) => {
  using directory = writeFunction(files);
  const words = ['--runtime', 'nodejs24.x', '--handler', handler];
  const { exitCode, stdout, stderr } = await invoke([directory.path, ...words]);
  expect(exitCode, stderr).toBe(1);
  expect(JSON.parse(stdout).errorType).toMatch(type);
  expect(stderr).toContain(hint);
});
