import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createCommandLine } from '../../../support/command-line.ts';

const quick = ['--memory', '128', '--cold', '3', '--warm', '6'];

test('prints a table, and writes page and samples where asked', async () => {
  const line = await createCommandLine();
  const folder = path.join(line.configuration.cacheDirectory, 'bench');
  mkdirSync(folder, { recursive: true });
  const [page, samples] = [path.join(folder, 'r.html'), path.join(folder, 's.jsonl')];
  expect(await line.run('bench', '.', ...quick, '--out', page, '--json', samples)).toBe(0);
  expect(line.out()).toContain('cold start, until answered');
  expect(line.out()).toContain('the same thing twice: the noise');
  expect(readFileSync(page, 'utf8')).toContain('<svg');
  const read = readFileSync(samples, 'utf8').trimEnd().split('\n');
  // Function and control, three cold starts and six warm events each.
  expect(read).toHaveLength(1 + 2 * (3 + 6));
  expect(JSON.parse(read[0] ?? '')).toMatchObject({ type: 'run', schemaVersion: 1 });
  expect(JSON.parse(read[1] ?? '')).toMatchObject({ round: 0, memorySizeMb: 128 });
  expect(line.created).toHaveLength(2 * (3 + 1));
});

test('--concurrency measures each memory size with so many events at once', async () => {
  const line = await createCommandLine();
  const words = ['--memory', '128', '--cold', '1', '--warm', '0', '--concurrency', '1,4'];
  expect(await line.run('bench', '.', ...words)).toBe(0);
  expect(line.out()).toContain('at 128 MB, 4 at once');
  const atOnce = line.created.map(({ concurrency }) => concurrency);
  expect(atOnce.toSorted()).toEqual([1, 1, 1, 1, 4, 4, 4, 4]);
});

test('--markdown for a pull request', async () => {
  const line = await createCommandLine();
  expect(await line.run('bench', '.', ...quick, '--markdown')).toBe(0);
  expect(line.out()).toContain('| function | metric |');
});

test('--events: a line each, in turn, empty lines left out', async () => {
  const line = await createCommandLine();
  const file = path.join(line.configuration.cacheDirectory, 'events.jsonl');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, '{"n":1}\n\n {"n":2}\n');
  const words = ['--memory', '128', '--cold', '1', '--warm', '2', '--events', file];
  expect(await line.run('bench', '.', ...words)).toBe(0);
  const sent = line.lambda.received.map(({ text }) => text);
  expect(sent.slice(0, 3)).toEqual(['{"n":1}', '{"n":2}', '{"n":1}']);
  writeFileSync(file, '{"n":1}\n{"n":}\n');
  expect(await line.run('bench', '.', ...words)).toBe(2);
  expect(line.err()).toContain(`line 2 of ${file} is not JSON`);
  writeFileSync(file, '\n');
  expect(await line.run('bench', '.', ...words)).toBe(2);
  expect(line.err()).toContain('has no event');
});

test('--runtime a,b: the same code on each, compared with the first', async () => {
  const line = await createCommandLine();
  const code = 'test/functions/echo/nodejs';
  expect(await line.run('bench', code, ...quick, '--runtime', 'nodejs22.x,nodejs24.x')).toBe(0);
  const runtimes = line.created.map(({ runtime }) => runtime);
  // Three rounds and the one to warm up; the first runtime is the control as well.
  expect(runtimes.filter((runtime) => runtime === 'nodejs22.x')).toHaveLength(2 * 4);
  expect(runtimes.filter((runtime) => runtime === 'nodejs24.x')).toHaveLength(4);
  expect(line.out()).toContain('nodejs on nodejs24.x at 128 MB ÷ nodejs on nodejs22.x at 128 MB');
});

test('--package: the same code in each packaging, compared with the first', async () => {
  const line = await createCommandLine();
  const words = ['--package', 'directory,zip,image', ...quick];
  expect(await line.run('bench', 'test/functions/echo/nodejs', ...words)).toBe(0);
  expect(line.out()).toContain('nodejs as image at 128 MB ÷ nodejs as directory at 128 MB');
  // One more to learn what the image is to be based on.
  const [, ...created] = line.created;
  const runtimes = Map.groupBy(created, ({ code }) => path.extname(code));
  expect(runtimes.get('.zip')).toHaveLength(4);
  const images = created.filter(({ runtime }) => runtime === undefined);
  expect(images).toHaveLength(4);
  const dockerfile = readFileSync(path.join(images[0]?.code ?? '', 'Dockerfile'), 'utf8');
  expect(dockerfile).toContain('FROM lambox/nodejs:24\n');
  expect(new Set(created.map(({ functionName }) => functionName))).toEqual(new Set(['nodejs']));
  // What was written for this run alone is gone.
  const folder = path.join(line.configuration.cacheDirectory, 'bench');
  expect(readdirSync(folder)).toEqual(['images']);
});

test.each([
  [['--compare', 'some-image', '--package', 'zip'], 'needs a directory, some-image is an image'],
  [['--package', 'directory,layer'], 'has nothing to put into a layer'],
  [['--package', 'image', '--layer', './test'], '--package image has no place for --layer'],
])('what cannot be packaged is refused before anything starts: %j', async (words, problem) => {
  const line = await createCommandLine();
  expect(await line.run('bench', 'test/functions/echo/nodejs', ...words)).toBe(2);
  expect(line.err()).toContain(problem);
  expect(line.created).toEqual([]);
});

test('a function that fails is exit code 1 and said', async () => {
  const payload = '{"errorType":"E","errorMessage":"no"}';
  const line = await createCommandLine({ script: () => ({ payload, functionError: 'Unhandled' }) });
  expect(await line.run('bench', '.', ...quick)).toBe(1);
  expect(line.err()).toContain('the function failed');
  expect(line.err()).toContain('Only what succeeds is measured');
});

test('a signal ends it with what was measured; the second ends the process', async () => {
  let events = 0;
  const line = await createCommandLine({
    script: () => {
      events += 1;
      if (events === 12) {
        line.signal('SIGINT');
        line.signal('SIGINT');
      }
      return {};
    },
  });
  expect(await line.run('bench', '.', ...quick)).toBe(0);
  expect(line.out()).toContain('ended early');
  expect(line.exits).toEqual([130]);
});

test.each([
  [['--memory', '64'], '--memory 64'],
  [['--memory', '128,x'], '--memory x'],
  [['--cold', '0'], '--cold 0'],
  [['--concurrency', '1,0'], '--concurrency 0'],
  [['--compare', './no-such-folder'], './no-such-folder'],
  [['--compare', '.'], '--compare names . twice'],
  [['--event', '{'], 'JSON'],
  [['--events', './no-such-file'], './no-such-file'],
  [['--events', './no-such-file', '--event', '{}'], '--event and --events'],
  [['--runtime', 'nodejs24.x,nodejs99.x'], 'nodejs99.x'],
  [['--compare', 'some-image', '--runtime', 'nodejs24.x,nodejs22.x'], 'some-image is an image'],
  [['--runtime', 'nodejs24.x,python3.13'], 'no handler was given'],
  [['--package', 'zip,tar'], '--package zip,tar has "tar"'],
  [['--out', '/no/such/folder/r.html'], '/no/such/folder/r.html'],
])('%j is refused before anything starts', async (words, named) => {
  const line = await createCommandLine();
  expect(await line.run('bench', '.', ...words)).toBeGreaterThanOrEqual(2);
  expect(line.err()).toContain(named);
  expect(line.created).toEqual([]);
});
