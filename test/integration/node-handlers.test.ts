import { describe, expect, it } from 'vitest';
import { functionMaker } from '../contract/runtime/function-maker.ts';
import { testState } from '../contract/runtime/state.ts';
import { useSandbox } from '../support/test-sandbox.ts';
import { describeRuntimes, runtimesMadeHere } from '../support/tested-runtimes.ts';

const sandbox = useSandbox();

describe('a handler of Node.js', () => {
  const event = { answer: 42 };

  it.each(['async', 'promise', 'sync'])('is called in the style %s', async (style) => {
    await using tested = await sandbox.create('handlers', { handler: `index.${style}` });
    const result = await tested.invoke(event);
    expect(result.payload).toEqual({ style, event });
    expect(result).toMatchObject({
      statusCode: 200,
      functionError: null,
      contentType: 'application/json',
      executedVersion: '$LATEST',
    });
  });

  it('that returns nothing answers null', async () => {
    await using tested = await sandbox.create('handlers', { handler: 'index.nothing' });
    const { payloadBytes, functionError } = await tested.invoke(event);
    expect(Buffer.from(payloadBytes).toString()).toBe('null');
    expect(functionError).toBeNull();
  });

  it('may be deep inside what the module exports', async () => {
    await using tested = await sandbox.create('handlers', {
      handler: 'index.nested.deeply.handler',
    });
    expect((await tested.invoke()).payload).toBe('nested');
  });

  it('may lie in a folder', async () => {
    await using tested = await sandbox.create('handlers', { handler: 'lib/inner.handler' });
    expect((await tested.invoke()).payload).toBe('inner');
  });

  it('may be an ES module with a top-level await', async () => {
    await using tested = await sandbox.create('handlers', { handler: 'module.handler' });
    expect((await tested.invoke()).payload).toEqual({
      greeting: 'top-level await',
      file: 'module.mjs',
      require: 'undefined',
    });
  });

  it('may be a CommonJS module by its ending', async () => {
    await using tested = await sandbox.create('handlers', { handler: 'common.handler' });
    expect((await tested.invoke()).payload).toEqual({ file: 'common.cjs', require: 'function' });
  });

  it('with a callback is refused in the words of the runtime client', async () => {
    await using tested = await sandbox.create('handlers', { handler: 'index.callback' });
    const { payload, functionError } = await tested.invoke();
    expect(functionError).toBe('Unhandled');
    expect(payload).toMatchObject({
      errorType: 'Runtime.CallbackHandlerDeprecated',
      errorMessage:
        'ERROR: AWS Lambda has removed support for callback-based function handlers starting ' +
        'with Node.js 24. You need to modify this function to use a supported handler signature ' +
        'to use Node.js 24 or later. For more information see ' +
        'https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.',
    });
  });
});

describeRuntimes('keeps', runtimesMadeHere('nodejs'), (runtime) => {
  testState(functionMaker(sandbox, runtime));
});
