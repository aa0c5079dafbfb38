import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { functionDirectory } from '../support/function-directory.ts';
import { functionLines } from '../support/function-lines.ts';
import { platformError } from '../support/platform-error.ts';
import { provided } from '../support/provided-function.ts';
import { buildRustProgram, hasCargo } from '../support/rust-toolchain.ts';
import { TemporaryDirectory } from '../support/temporary-directory.ts';
import { useSandbox } from '../support/test-sandbox.ts';

const sandbox = useSandbox();

describe.skipIf(!hasCargo())('a program in Rust, static, with lambda_runtime', () => {
  let built: TemporaryDirectory;
  beforeAll(async () => {
    built = new TemporaryDirectory();
    const source = functionDirectory('rust', 'provided');
    await buildRustProgram(source, 'bootstrap', built.join('bootstrap'));
  }, 1_200_000);
  afterAll(() => built?.[Symbol.dispose]());
  const create = (options = {}) =>
    sandbox.create('rust', provided('rust', { code: built.path, ...options }));

  it('keeps its state from event to event', async () => {
    await using tested = await create();
    const cold = await tested.invoke({ value: 'ü' });
    const warm = await tested.invoke({ value: [1, null] });
    expect([cold.startKind, warm.startKind]).toEqual(['cold', 'warm']);
    expect(cold.payload).toEqual({ count: 1, value: 'ü' });
    expect(warm.payload).toEqual({ count: 2, value: [1, null] });
    expect(functionLines(cold)).toContain('main runs');
  });

  it('has its context from headers and variables', async () => {
    await using tested = await create({ functionName: 'rust-context' });
    const traceId = 'Root=1-67891233-abcdef012345678912345678;Parent=53995c3f42cd8ad8;Sampled=1';
    const { payload, requestId } = await tested.invoke({ action: 'context' }, { traceId });
    expect(payload).toEqual({
      requestId,
      arn: tested.lambda.functionArn,
      traceId,
      name: 'rust-context',
      memory: 1769,
      version: '$LATEST',
    });
  });

  it('answers errors and panics in the words of its library, and stays', async () => {
    await using tested = await create();
    const failed = await tested.invoke({ action: 'error' });
    expect(failed.functionError).toBe('Unhandled');
    expect(failed.payload).toMatchObject({ errorMessage: 'no such order' });
    const panicked = await tested.invoke({ action: 'panic' });
    expect(panicked.payload).toEqual({
      errorType: '&alloc::boxed::Box<dyn core::any::Any + core::marker::Send>',
      errorMessage: 'Lambda panicked: thrown away',
    });
    expect((await tested.invoke()).startKind).toBe('warm');
  });

  it('that exits answers with its status', async () => {
    await using tested = await create();
    const result = await tested.invoke({ action: 'exit' });
    expect(result.payload).toEqual(
      platformError(result, 'Runtime.ExitError', 'Runtime exited with error: exit status 9'),
    );
  });
});
