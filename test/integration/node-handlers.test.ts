import { expect, it } from 'vitest';
import { functionMaker } from '../contract/runtime/function-maker.ts';
import { testGrowth } from '../contract/runtime/growth.ts';
import { testState } from '../contract/runtime/state.ts';
import { useSandbox } from '../support/test-sandbox.ts';
import { describeRuntimes, runtimesMadeHere } from '../support/tested-runtimes.ts';

const sandbox = useSandbox();

describeRuntimes('calls a handler', runtimesMadeHere('nodejs'), (runtime) => {
  const make = functionMaker(sandbox, runtime);
  const older = Number(runtime.version) < 24;
  const event = { answer: 42 };

  it.each(['async', 'promise', 'sync'])('in the style %s', async (style) => {
    await using tested = await make('handlers', { handler: `index.${style}` });
    const result = await tested.invoke(event);
    // The older client waits for a callback where a handler that is not async returns a value.
    expect(result.payload).toEqual(older && style === 'sync' ? null : { style, event });
    expect(result).toMatchObject({
      statusCode: 200,
      functionError: null,
      contentType: 'application/json',
      executedVersion: '$LATEST',
    });
  });

  it('that returns nothing answers null', async () => {
    await using tested = await make('handlers', { handler: 'index.nothing' });
    const { payloadBytes, functionError } = await tested.invoke(event);
    expect(Buffer.from(payloadBytes).toString()).toBe('null');
    expect(functionError).toBeNull();
  });

  it('that may be deep inside what the module exports', async () => {
    await using tested = await make('handlers', {
      handler: 'index.nested.deeply.handler',
    });
    expect((await tested.invoke()).payload).toBe('nested');
  });

  it('that may lie in a folder', async () => {
    await using tested = await make('handlers', { handler: 'lib/inner.handler' });
    expect((await tested.invoke()).payload).toBe('inner');
  });

  it('that may be an ES module with a top-level await', async () => {
    await using tested = await make('handlers', { handler: 'module.handler' });
    expect((await tested.invoke()).payload).toEqual({
      greeting: 'top-level await',
      file: 'module.mjs',
      require: 'undefined',
    });
  });

  it('that may be a CommonJS module by its ending', async () => {
    await using tested = await make('handlers', { handler: 'common.handler' });
    expect((await tested.invoke()).payload).toEqual({ file: 'common.cjs', require: 'function' });
  });

  it('with a callback, unless the runtime client refuses it', async () => {
    await using tested = await make('handlers', { handler: 'index.callback' });
    const { payload, functionError } = await tested.invoke(event);
    if (older)
      return expect({ payload, functionError }).toEqual({ payload: event, functionError: null });
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

describeRuntimes('keeps state, and nothing else', runtimesMadeHere('nodejs'), (runtime) => {
  const make = functionMaker(sandbox, runtime);
  testState(make);
  testGrowth(make);
});
