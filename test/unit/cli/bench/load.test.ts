import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { createCommandLine } from '../../../support/command-line.ts';

const schemaFile = new URL('../../../../docs/bench-samples.schema.json', import.meta.url);
const schema = JSON.parse(readFileSync(schemaFile, 'utf8')) as object;
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

const quick = ['--memory', '128', '--rate', '200/s', '--duration', '1s'];
const failing = { functionError: 'Unhandled', payload: '{"errorType":"E"}' } as const;

test('sends in place of rounds, and says what became of the events', async () => {
  const line = await createCommandLine();
  // 5 where this machine could not send so many: said, and tested elsewhere.
  expect([0, 5]).toContain(await line.run('bench', '.', ...quick, '--concurrency', '3'));
  expect(line.created).toHaveLength(1);
  expect(line.created[0]).toMatchObject({ concurrency: 3, memorySizeMb: 128 });
  expect(line.lambda.received).toHaveLength(200);
  expect(line.out()).toContain('200 sent: 200 succeeded');
  expect(line.out()).toContain('200 events a second for 1 s, open loop');
  expect(line.out()).toContain('Latency counts from the time at which an event was to be sent');
});

test('--json: run, results and every event, as the schema says; --out: a page', async () => {
  const line = await createCommandLine();
  const folder = path.join(line.configuration.cacheDirectory, 'load');
  mkdirSync(folder, { recursive: true });
  const [file, page] = [path.join(folder, 'load.jsonl'), path.join(folder, 'load.html')];
  await line.run('bench', '.', ...quick, '--json', file, '--markdown', '--out', page);
  expect(readFileSync(page, 'utf8')).toContain('Lambda under load, measured');
  expect(line.out()).toContain('| function | latency, ms |');
  const read = readFileSync(file, 'utf8').trimEnd().split('\n');
  const parsed = read.map((each) => JSON.parse(each) as { readonly type: string });
  for (const each of parsed) {
    validate(each);
    expect(validate.errors).toBeNull();
  }
  const types = Map.groupBy(parsed, ({ type }) => type);
  expect([...types].map(([type, own]) => [type, own.length])).toEqual([
    ['loadRun', 1],
    ['loadResult', 1],
    ['loadEvent', 200],
  ]);
});

test('exit code 1 only where nothing succeeded', async () => {
  let received = 0;
  const some = await createCommandLine({
    script: () => {
      received += 1;
      return received % 2 === 0 ? failing : {};
    },
  });
  expect([0, 5]).toContain(await some.run('bench', '.', ...quick));
  expect(some.out()).toContain('100 failed');
  const none = await createCommandLine({ script: () => failing });
  expect(await none.run('bench', '.', ...quick)).toBe(1);
  expect(none.err()).toContain('No event succeeded');
});

test('a sender that is held up says so: exit code 5', async () => {
  const line = await createCommandLine({
    script: () => {
      const held = new Int32Array(new SharedArrayBuffer(4));
      Atomics.wait(held, 0, 0, 15);
      return {};
    },
  });
  const rate = ['--memory', '128', '--rate', '100/s', '--duration', '1s'];
  expect(await line.run('bench', '.', ...rate)).toBe(5);
  expect(line.out()).toContain('the sender could not keep its schedule');
});

test('a signal ends it with what was measured', async () => {
  let received = 0;
  const line = await createCommandLine({
    script: () => {
      received += 1;
      if (received === 20) line.signal('SIGINT');
      return {};
    },
  });
  expect([0, 5]).toContain(await line.run('bench', '.', ...quick));
  expect(line.out()).toContain('ended early');
});
