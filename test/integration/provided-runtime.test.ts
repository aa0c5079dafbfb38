import { chmodSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FunctionOptions } from '../../src/function-options.ts';
import {
  expectedVariables,
  functionOfExpectedVariables,
  readExpectedVariables,
} from '../support/expected-variables.ts';
import { functionDirectory } from '../support/function-directory.ts';
import { functionLines } from '../support/function-lines.ts';
import { platformError } from '../support/platform-error.ts';
import { buildGoFunction, provided } from '../support/provided-function.ts';
import type { TemporaryDirectory } from '../support/temporary-directory.ts';
import { checkedFunction, useSandbox } from '../support/test-sandbox.ts';
import { writeFunction } from '../support/written-function.ts';

const sandbox = useSandbox();

describe('a bootstrap in shell, as AWS has it in its tutorial', () => {
  it('is found out, and serves one event after the other', async () => {
    const code = functionDirectory('tutorial', 'provided');
    const handler = 'function.handler';
    const lambda = await sandbox.sandbox.createFunction({ code, handler });
    await using tested = checkedFunction(lambda);
    expect(lambda.configuration).toMatchObject({ runtime: 'provided.al2023', handler });
    expect(lambda.inferred).toBe('bootstrap is executable');
    for (const startKind of ['cold', 'warm']) {
      const result = await tested.invoke({ text: 'Hello' });
      expect(result).toMatchObject({ startKind, functionError: null });
      expect(result.payload).toBe(`Echoing request: '{"text":"Hello"}'`);
      expect(functionLines(result)).toContain('{"text":"Hello"}');
    }
  });
});

describe('a program in Go, static, with aws-lambda-go', () => {
  let built: TemporaryDirectory;
  beforeAll(async () => {
    built = await buildGoFunction('go');
  });
  afterAll(() => built?.[Symbol.dispose]());
  const create = (options: Partial<FunctionOptions> = {}) =>
    sandbox.create('go', provided('go', { code: built.path, ...options }));

  it('finds exactly the variables that the committed file says', async () => {
    await using tested = await create(functionOfExpectedVariables);
    const { payload } = await tested.invoke({ action: 'variables' });
    const expected = await readExpectedVariables('provided.al2023');
    expect(payload).toEqual(expectedVariables(expected));
  });

  it('answers a panic in the words of its library, and the process ends', async () => {
    await using tested = await create();
    expect((await tested.invoke({ value: 'ü' })).payload).toEqual({ count: 1, value: 'ü' });
    const panicked = await tested.invoke({ action: 'panic' });
    expect(panicked.startKind).toBe('warm');
    expect(panicked.payload).toMatchObject({
      errorMessage: 'thrown away',
      errorType: 'string',
      stackTrace: expect.arrayContaining([expect.objectContaining({ label: 'handle' })]),
    });
    expect((await tested.invoke()).payload).toMatchObject({ count: 1 });
  });
});

describe('a bootstrap that cannot run', () => {
  it.each([
    ['is not there', {}, "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]"],
    [
      'may not be executed',
      { mode: 0o644, text: '#!/bin/sh\n' },
      'fork/exec /var/task/bootstrap: permission denied',
    ],
    [
      'is for another machine',
      { mode: 0o755, text: '\x7fELF, but not of this machine' },
      'fork/exec /var/task/bootstrap: exec format error',
    ],
    [
      'wants an interpreter that is not there',
      { mode: 0o755, text: '#!/usr/bin/none\n' },
      'fork/exec /var/task/bootstrap: no such file or directory',
    ],
  ])(
    'because it %s: says so',
    async (_, { mode, text }: { mode?: number; text?: string }, said) => {
      using code = writeFunction({ README: '', ...(text !== undefined && { bootstrap: text }) });
      if (mode !== undefined) chmodSync(code.join('bootstrap'), mode);
      await using tested = await sandbox.create('broken', provided('broken', { code: code.path }));
      const result = await tested.invoke();
      expect(result.payload).toEqual(platformError(result, 'Runtime.InvalidEntrypoint', said));
    },
  );
});
