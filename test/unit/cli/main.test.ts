import { expect, test } from 'vitest';
import { LamboxError } from '../../../src/errors.ts';
import type { Sandbox } from '../../../src/sandbox.ts';
import { createCommandLine } from '../../support/command-line.ts';

const sandbox = { [Symbol.asyncDispose]: async () => {} } as Partial<Sandbox> as Sandbox;

test('--help goes to stdout and ends well, with exit codes and examples', async () => {
  const line = await createCommandLine();
  expect(await line.run('--help')).toBe(0);
  expect(line.out()).toMatch(/0 {2}success\n {2}1 {2}the function failed/);
  expect(line.out()).toContain('$ lambox run -p 9000:8080');
  for (const command of ['invoke', 'run', 'stop', 'doctor', 'images', 'prune']) {
    expect(line.out()).toMatch(new RegExp(`^ {2}${command}`, 'm'));
  }
});

test.each(['invoke', 'run', 'stop', 'doctor', 'images', 'prune'])(
  '%s --help has examples and exit codes and fits a terminal',
  async (command) => {
    const line = await createCommandLine();
    expect(await line.run(command, '--help')).toBe(0);
    expect(line.out()).toContain('Examples:\n  $ ');
    expect(line.out()).toContain('Exit codes: 0 ');
    expect(
      line
        .out()
        .split('\n')
        .filter((text) => text.length > 100),
    ).toEqual([]);
  },
);

test('--version says that of the package', async () => {
  const line = await createCommandLine();
  expect(await line.run('--version')).toBe(0);
  expect(line.out()).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test.each(['invoke', 'run'])('%s --help shows no empty list as a default', async (command) => {
  const line = await createCommandLine();
  await line.run(command, '--help');
  expect(line.out()).not.toContain('[])');
});

test('a misspelt command or option is usage, with a suggestion', async () => {
  const line = await createCommandLine();
  expect(await line.run('invok')).toBe(2);
  expect(line.err()).toContain('Did you mean invoke?');
  expect(await line.run('invoke', '.', '--even', '{}')).toBe(2);
  expect(line.err()).toContain('Did you mean --event?');
  expect(line.err()).toContain('--help lists the options');
  expect(await line.run('invoke')).toBe(2);
});

test('an image build that fails is 3, with its last lines', async () => {
  const evidence = { lastLines: ['Step 3/9 : RUN make', 'make: *** No rule'] };
  const error = new LamboxError('ImageBuildFailed', 'lambox/nodejs:24: a step failed', {
    evidence,
  });
  const createSandbox = async () => ({ ...sandbox, createFunction: () => Promise.reject(error) });
  const line = await createCommandLine({ parts: { createSandbox } });
  expect(await line.run('invoke', '.')).toBe(3);
  expect(line.err()).toBe(
    'lambox: lambox/nodejs:24: a step failed. (ImageBuildFailed)\n' +
      '    Step 3/9 : RUN make\n    make: *** No rule\n',
  );
});

test('a fault of the platform is 3, with the remedy', async () => {
  const error = new LamboxError('EngineUnreachable', 'no engine answers', { remedy: 'Start it.' });
  const createSandbox = () => Promise.reject(error);
  const line = await createCommandLine({ parts: { createSandbox } });
  expect(await line.run('invoke', '.')).toBe(3);
  expect(line.err()).toBe('lambox: no engine answers. Start it. (EngineUnreachable)\n');
  expect(line.out()).toBe('');
});
