import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/check/finding.ts';
import { createCommandLine } from '../../support/command-line.ts';
import { writeFunction } from '../../support/written-function.ts';

const files = { 'index.mjs': '', 'a.json': '{"a":1}', 'b.json': '{"b":2}' };
const finding: Finding = {
  id: 'write',
  what: '/srv/x (made)',
  why: 'will fail on Lambda because everything but /tmp is read-only there',
  remedy: 'Write to /tmp.',
};
const size = 'Code and layers have 1.5 MB, of 262.1 MB at most.';

describe('lambox check', () => {
  it('says that nothing was found: exit code 0', async () => {
    using directory = writeFunction(files);
    const line = await createCommandLine();
    expect(await line.run('check', directory.path)).toBe(0);
    expect(line.out()).toBe(`${size}\nNothing found (one run, no event behind another).\n`);
    const [options] = line.checked;
    expect(options).toMatchObject({ code: directory.path, stateBleed: false });
    expect(options?.events?.map(({ bytes }) => String(bytes))).toEqual(['{}']);
  });

  it('prints what was found, by kind, with what to do: exit code 1', async () => {
    using directory = writeFunction(files);
    const other: Finding = { ...finding, id: 'volume', what: 'VOLUME /data', remedy: '' };
    const findings = [finding, other, { ...finding, what: '/srv/y (made)' }];
    const notes = ['{} was answered with an error'];
    const line = await createCommandLine({ report: { findings, notes } });
    expect(await line.run('check', directory.path)).toBe(1);
    expect(line.out()).toBe(
      [
        'Written outside of /tmp',
        `  /srv/x (made) ${finding.why}.`,
        '    Write to /tmp.',
        `  /srv/y (made) ${finding.why}.`,
        '    Write to /tmp.',
        '',
        'Volumes',
        `  VOLUME /data ${finding.why}.`,
        '',
        'mind: {} was answered with an error.',
        size,
        '3 things found (one run, no event behind another).',
        '',
      ].join('\n'),
    );
  });

  it('prints one document with --json', async () => {
    using directory = writeFunction(files);
    const line = await createCommandLine({ report: { findings: [finding] } });
    expect(await line.run('check', directory.path, '--json')).toBe(1);
    const document = JSON.parse(line.out());
    expect(document).toMatchObject({
      target: directory.path,
      function: { runtime: 'nodejs24.x' },
      findings: [finding],
      notes: [],
      stateBleed: false,
    });
  });

  it('sends the files of --events, under their names, behind each other', async () => {
    using directory = writeFunction(files);
    const names = ['a.json', 'b.json'].map((name) => path.join(directory.path, name));
    const line = await createCommandLine();
    const words = ['check', directory.path, '--platform', 'linux/arm64', '-m', '256'];
    expect(await line.run(...words, '--events', ...names)).toBe(0);
    const [options] = line.checked;
    expect(options).toMatchObject({ stateBleed: true, platform: 'linux/arm64', memorySizeMb: 256 });
    const events = options?.events?.map(({ name, bytes }) => [name, String(bytes)]);
    expect(events).toEqual([
      [names[0], '{"a":1}'],
      [names[1], '{"b":2}'],
    ]);
  });

  it.each([
    [['--events', '/no/such.json'], /event file "\/no\/such\.json" cannot be read/],
    [['--event', '{"a":tru}'], /line 1, column/],
    [['--event', '{}', '--events', 'a.json'], /cannot be used with/],
    [['--memory', '1'], /--memory 1/],
  ])('refuses %j: exit code 2', async (words, expected) => {
    using directory = writeFunction(files);
    const line = await createCommandLine();
    expect(await line.run('check', directory.path, ...words)).toBe(2);
    expect(line.err()).toMatch(expected);
    expect(line.checked).toEqual([]);
  });

  it('refuses a directory that does not exist: exit code 2', async () => {
    const line = await createCommandLine();
    expect(await line.run('check', './no/such')).toBe(2);
    expect(line.err()).toMatch(/"\.\/no\/such" does not exist/);
  });
});
