import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import type { LogEntry } from '../../../src/invocation/invocation-result.ts';
import { createCommandLine } from '../../support/command-line.ts';

const schemaFile = new URL('../../../docs/invocation.schema.json', import.meta.url);
const schema = JSON.parse(await readFile(schemaFile, 'utf8')) as object;
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

test('the payload alone is on stdout, the rest on stderr', async () => {
  const line = await createCommandLine({ script: () => ({ payload: '{"a": 1}' }) });
  expect(await line.run('invoke', '.', '--event', '{"b":  2}')).toBe(0);
  expect(line.out()).toBe('{"a": 1}\n');
  expect(line.err()).toContain('handler index.handler: index.mjs exports handler');
  expect(line.err()).toContain('cold start (first)');
  expect(line.lambda.received.map(({ text }) => text)).toEqual(['{"b":  2}']);
  expect(line.lambda.disposed).toBe(true);
});

test('log lines go to stderr as they arrive', async () => {
  const entry = (text: string): LogEntry => ({ text, offsetMs: 1, epochMs: 2, origin: 'function' });
  const line = await createCommandLine({
    script: async () => {
      line.created[0]?.onLog?.(entry('START'));
      expect(line.err()).toContain('START\n');
      line.created[0]?.onLog?.(entry('END'));
      return {};
    },
  });
  await line.run('invoke', '.');
  expect(line.err()).toMatch(/START\nEND\n/);
});

test('a function that fails is exit code 1', async () => {
  const payload = '{"errorType":"Error","errorMessage":"no"}';
  const line = await createCommandLine({ script: () => ({ payload, functionError: 'Unhandled' }) });
  expect(await line.run('invoke', '.')).toBe(1);
  expect(line.out()).toBe(`${payload}\n`);
  expect(line.err()).not.toContain('hint:');
});

test('a failure of the packaging comes with a hint', async () => {
  const payload = '{"errorType":"Sandbox.Timedout","errorMessage":"Task timed out"}';
  const line = await createCommandLine({ script: () => ({ payload, functionError: 'Unhandled' }) });
  expect(await line.run('invoke', '.', '--json')).toBe(1);
  expect(line.err()).toContain('hint: The function had 3 s.');
});

test('--stream prints the answer piece by piece, what belongs to it on stderr', async () => {
  const { promise: seen, resolve: see } = Promise.withResolvers<void>();
  const line = await createCommandLine({
    script: () => ({ chunks: chunks(), metadata: { statusCode: 201 } }),
  });
  async function* chunks() {
    yield 'one ';
    await seen;
    yield 'two';
  }
  const ended = line.run('invoke', '.', '--stream');
  await line.printed('one ');
  expect(line.out()).toBe('one ');
  see();
  expect(await ended).toBe(0);
  expect(line.out()).toBe('one two');
  expect(line.err()).toContain('metadata {"statusCode":201}\n');
});

test('a stream that fails is exit code 1, its error on stderr', async () => {
  const end = { errorCode: 'Runtime.Unknown', errorDetails: '{"errorType":"Error"}' };
  const line = await createCommandLine({
    script: () => ({ chunks: ['part'], end, functionError: 'Unhandled' }),
  });
  expect(await line.run('invoke', '.', '--stream')).toBe(1);
  expect(line.out()).toBe('part');
  expect(line.err()).toContain('the stream ended with Runtime.Unknown: {"errorType":"Error"}\n');
});

test('--stream and --json do not go together', async () => {
  const line = await createCommandLine();
  expect(await line.run('invoke', '.', '--stream', '--json')).toBe(2);
  expect(line.err()).toContain("'--json' cannot be used with option '--stream'");
});

test('--repeat sends the event again', async () => {
  const line = await createCommandLine({ stdin: '"again"' });
  expect(await line.run('invoke', '.', '--event', '-', '--repeat', '3')).toBe(0);
  expect(line.out()).toBe('"done"\n"done"\n"done"\n');
  expect(line.lambda.received.map(({ text }) => text)).toEqual(['"again"', '"again"', '"again"']);
});

test('--json prints one document that its schema describes', async () => {
  const logs = [{ text: 'hello', offsetMs: 1.5, epochMs: 2.5, origin: 'function' }] as const;
  const line = await createCommandLine({ script: () => ({ logs }) });
  expect(await line.run('invoke', '.', '--json', '--repeat', '2')).toBe(0);
  const document = JSON.parse(line.out()) as Record<string, unknown>;
  expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
  expect(document).toMatchObject({
    schemaVersion: 1,
    function: { name: 'hello', image: { source: 'bootstrapped' } },
    engine: { channel: 'socket' },
    invocations: [{ payload: 'done', logs }, { startReason: 'first' }],
  });
});

test('the schema refuses a document without a timeline', async () => {
  const line = await createCommandLine();
  await line.run('invoke', '.', '--json');
  const document = JSON.parse(line.out()) as { invocations: { timeline?: unknown }[] };
  delete document.invocations[0]?.timeline;
  expect(validate(document)).toBe(false);
});

test("options become the function's", async () => {
  const line = await createCommandLine({ environment: { MINE: 'm' } });
  const words =
    '--runtime nodejs24.x --handler a.b --memory 512 --timeout 9 -e A=1 -e MINE ' +
    '--network none --isolation fast';
  expect(await line.run('invoke', './src', ...words.split(' '))).toBe(0);
  expect(line.created).toMatchObject([
    {
      code: './src',
      runtime: 'nodejs24.x',
      handler: 'a.b',
      memorySizeMb: 512,
      timeoutSeconds: 9,
      variables: { A: '1', MINE: 'm' },
      networkMode: 'none',
      isolation: 'fast',
    },
  ]);
});

test.each([
  [['--memory', '127'], 'from 128 to 10,240'],
  [['--memory', '10241'], 'from 128 to 10,240'],
  [
    ['--timeout', '0'],
    '--timeout 0 is out of range: expected a whole number of seconds from 1 to 900',
  ],
  [['--timeout', '901'], 'from 1 to 900'],
  [['--timeout', '1.5'], 'from 1 to 900'],
  [['--repeat', '0'], '--repeat 0'],
  [['--runtime', 'nodejs24'], 'Did you mean nodejs24.x?'],
  [['--event', '{"a":tru}'], '    {"a":tru}\n'],
  [['--event', '@/no/such.json'], '/no/such.json'],
  [['-e', '=1'], '-e says "=1"'],
  [['--env-file', '/no/such.env'], '/no/such.env'],
  [['--isolation', 'none'], 'strict, fast'],
])('%j stops before anything is made', async (words, text) => {
  let made = 0;
  const createSandbox = async () => {
    made += 1;
    throw new Error('must not be reached');
  };
  const line = await createCommandLine({ parts: { createSandbox } });
  expect(await line.run('invoke', '.', ...words)).toBe(2);
  expect(line.err()).toContain(text);
  expect(line.out()).toBe('');
  expect(made).toBe(0);
});

test.each([
  ['./no such directory', 'the directory "./no such directory" does not exist'],
  ['./package.json', '"./package.json" is a file, expected a directory'],
])('%s is refused', async (target, text) => {
  const line = await createCommandLine();
  expect(await line.run('invoke', target)).toBe(2);
  expect(line.err()).toContain(text);
  expect(line.created).toEqual([]);
});

test('a signal ends it', async () => {
  const line = await createCommandLine({
    script: () => {
      line.signal('SIGINT');
      return new Promise(() => {});
    },
  });
  expect(await line.run('invoke', '.')).toBe(130);
  expect(line.lambda.disposed).toBe(true);
});

test('--report-limits prints them behind the timeline, and they are in the document', async () => {
  const limits = [{ name: 'tmp', used: 2 ** 20, limit: 2 ** 29, unit: 'bytes' }] as const;
  const line = await createCommandLine({ script: () => ({ limits }) });
  await line.run('invoke', '.', '--report-limits');
  expect(line.created[0]?.reportLimits).toBe(true);
  expect(line.err()).toMatch(/cold start[\s\S]*\n {2}tmp +1\.0 MB +512\.0 MB +0\.2 %\n/);
  const again = await createCommandLine({ script: () => ({ limits }) });
  await again.run('invoke', '.', '--report-limits', '--json');
  const document = JSON.parse(again.out()) as { readonly invocations: readonly object[] };
  expect(document.invocations).toMatchObject([{ limits }]);
  expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
});
