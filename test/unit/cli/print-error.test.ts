import { expect, test } from 'vitest';
import { createPaint } from '../../../src/cli/paint.ts';
import { exitCodeOf, formatError } from '../../../src/cli/print-error.ts';
import { LamboxError } from '../../../src/errors.ts';

const plain = createPaint(false);

test('a paragraph: what happened, the remedy, the code', () => {
  const error = new LamboxError('InvalidOption', 'x is 1, expected 2', { remedy: 'Write 2.' });
  expect(formatError(error, plain)).toBe('lambox: x is 1, expected 2. Write 2. (InvalidOption)\n');
});

test('evidence of many lines stands below', () => {
  const evidence = { output: 'one\ntwo\n', exitCode: 1, place: 'here' };
  const error = new LamboxError('ImageBuildFailed', 'the build failed.', { evidence });
  expect(formatError(error, plain)).toBe(
    'lambox: the build failed. (ImageBuildFailed)\n    one\n    two\n',
  );
});

test('lines stand below, too', () => {
  const evidence = { lastLines: ['Step 1/2', 'no such file'], tried: [] };
  const error = new LamboxError('ImageBuildFailed', 'the build failed', { evidence });
  expect(formatError(error, plain)).toBe(
    'lambox: the build failed. (ImageBuildFailed)\n    Step 1/2\n    no such file\n',
  );
});

test('whose fault it is decides the exit code', () => {
  expect(exitCodeOf(new LamboxError('InvalidCode', ''))).toBe(2);
  expect(exitCodeOf(new LamboxError('EngineUnreachable', ''))).toBe(3);
  expect(exitCodeOf(new Error('a bug'))).toBe(3);
});

test('what nobody expected comes with its stack', () => {
  const text = formatError(new TypeError('undefined is not'), plain);
  expect(text).toContain('a fault of Lambox');
  expect(text).toContain('print-error.test.ts');
});
