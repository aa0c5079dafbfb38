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

  it('keeps its state from event to event', async () => {
    await using tested = await create();
    const cold = await tested.invoke({ value: 'ü' });
    const warm = await tested.invoke({ value: 2 });
    expect([cold.startKind, warm.startKind]).toEqual(['cold', 'warm']);
    expect(cold.payload).toEqual({ count: 1, value: 'ü' });
    expect(warm.payload).toEqual({ count: 2, value: 2 });
    expect(functionLines(cold)).toEqual(['main runs']);
    expect(cold.report.initDurationMs).toBeGreaterThan(0);
  });

  it('finds exactly the variables that the committed file says', async () => {
    await using tested = await create(functionOfExpectedVariables);
    const { payload } = await tested.invoke({ action: 'variables' });
    const expected = await readExpectedVariables('provided');
    expect(payload).toEqual(expectedVariables(expected));
  });

  it('has its context from the headers', async () => {
    await using tested = await create({ functionName: 'context-test', timeoutSeconds: 20 });
    const traceId = 'Root=1-67891233-abcdef012345678912345678;Parent=53995c3f42cd8ad8;Sampled=1';
    const invokedFunctionArn = `${tested.lambda.functionArn}:live`;
    const clientContext = JSON.stringify({ client: { app_title: 'über' }, custom: { a: 'b' } });
    const cognitoIdentity = { identityId: 'eu-west-1:identity', identityPoolId: 'eu-west-1:pool' };
    const options = { traceId, invokedFunctionArn, clientContext, cognitoIdentity };
    const { payload, requestId } = await tested.invoke({ action: 'context' }, options);
    expect(payload).toEqual({
      requestId,
      arn: invokedFunctionArn,
      identityId: 'eu-west-1:identity',
      identityPool: 'eu-west-1:pool',
      custom: { a: 'b' },
      appTitle: 'über',
      remainingMs: expect.any(Number),
      name: 'context-test',
      version: '$LATEST',
      memory: 1769,
      traceId,
    });
    expect((payload as { remainingMs: number }).remainingMs).toBeGreaterThan(15_000);
    const plain = await tested.invoke({ action: 'context' });
    expect(plain.payload).toMatchObject({ arn: tested.lambda.functionArn, identityId: '' });
  });

  it('answers an error in its own words and stays; a panic ends the process', async () => {
    await using tested = await create();
    const failed = await tested.invoke({ action: 'error' });
    expect(failed.functionError).toBe('Unhandled');
    expect(failed.payload).toEqual({ errorMessage: 'no such order', errorType: 'errorString' });
    const panicked = await tested.invoke({ action: 'panic' });
    expect(panicked.startKind).toBe('warm');
    expect(panicked.payload).toMatchObject({
      errorMessage: 'thrown away',
      errorType: 'string',
      stackTrace: expect.arrayContaining([expect.objectContaining({ label: 'handle' })]),
    });
    expect((await tested.invoke()).payload).toMatchObject({ count: 1 });
  });

  it('that exits answers with its status', async () => {
    await using tested = await create();
    const result = await tested.invoke({ action: 'exit', value: 9 });
    expect(result.payload).toEqual(
      platformError(result, 'Runtime.ExitError', 'Runtime exited with error: exit status 9'),
    );
    const after = await tested.invoke();
    expect([after.startKind, after.startReason]).toEqual(['reset', 'afterFailure']);
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
