import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseRuntime } from '../../src/lambda/runtimes.ts';
import { testEvents } from '../contract/runtime/events.ts';
import { functionMaker } from '../contract/runtime/function-maker.ts';
import { testState } from '../contract/runtime/state.ts';
import { functionLines } from '../support/function-lines.ts';
import { platformError } from '../support/platform-error.ts';
import { type TestFunction, useSandbox } from '../support/test-sandbox.ts';
import { describeRuntimes } from '../support/tested-runtimes.ts';

const sandbox = useSandbox();

/** Run where somebody asks for it (LAMBOX_TEST_RUNTIMES=ruby3.3) and the image can be made. */
describeRuntimes('of Ruby', [parseRuntime('ruby3.3')], (runtime) => {
  const make = functionMaker(sandbox, runtime);

  describe('takes events', () => {
    testEvents(make, {
      rewritten: '{"a":1.0,"ü":"ü","big":12345678901234567890}',
      afterRefusal: 'warm',
    });
  });

  describe('keeps', () => {
    testState(make);
  });

  describe('in an event', () => {
    let tested: TestFunction;
    beforeAll(async () => {
      tested = await make('failures', { memorySizeMb: 512, functionName: 'ruby-failures' });
    });
    afterAll(() => tested?.[Symbol.asyncDispose]());

    it('answers what a handler raises: text, type and frames, and stays', async () => {
      const result = await tested.invoke({ action: 'throw' });
      expect(result).toMatchObject({ statusCode: 200, functionError: 'Unhandled' });
      expect(result.payload).toEqual({
        errorMessage: 'no such order ☃',
        errorType: 'Function<OrderError>',
        stackTrace: expect.arrayContaining(["/var/task/index.rb:14:in `throw_order'"]),
      });
      expect(functionLines(result).join('\n')).toMatch(
        /^Error raised from handler method\n\{\n {2}"errorMessage": "no such order ☃"/,
      );
      expect(await tested.invoke({})).toMatchObject({ startKind: 'warm', functionError: null });
    });

    it('answers a name that is not there, and ends', async () => {
      const result = await tested.invoke({ action: 'undefined' });
      expect(result.payload).toMatchObject({
        errorMessage: expect.stringContaining("local variable or method `nothing_of_this_name'"),
        errorType: 'Function<NameError>',
      });
      expect(functionLines(result).join('\n')).toMatch(/^Critical exception from handler\n/);
      expect(await tested.invoke({})).toMatchObject({ startKind: 'reset', functionError: null });
    });

    it.each([
      [{ action: 'exit', code: 0 }, 'Runtime exited without providing a reason'],
      [{ action: 'exit', code: 7 }, 'Runtime exited with error: exit status 7'],
      [{ action: 'kill', signal: 'KILL' }, 'Runtime exited with error: signal: killed'],
    ])('is over where the process ends by %j: %s', async (event, text) => {
      const result = await tested.invoke(event);
      expect(result.payload).toEqual(platformError(result, 'Runtime.ExitError', text));
      expect(await tested.invoke({})).toMatchObject({ startKind: 'reset', functionError: null });
    });

    it("logs a logger's message of several lines as one entry", async () => {
      const result = await tested.invoke({ action: 'log' });
      const [line, ...others] = functionLines(result);
      expect(line).toMatch(
        new RegExp(
          `^I, \\[[\\d:T.-]+ #\\d+\\] {2}INFO ${result.requestId} -- : first\n {2}second$`,
        ),
      );
      expect(others).toEqual([]);
    });

    it('has its context', async () => {
      const { payload, requestId } = await tested.invoke({ action: 'context' });
      expect(payload).toEqual({
        requestId,
        arn: tested.lambda.functionArn,
        memory: '512',
        name: 'ruby-failures',
        group: '/aws/lambda/ruby-failures',
        hasTime: true,
      });
    });

    it('has the variables of contract §4.3', async () => {
      const { payload } = await tested.invoke({});
      expect(payload).toMatchObject({
        AWS_EXECUTION_ENV: 'AWS_Lambda_ruby3.3',
        GEM_HOME: '/var/runtime',
        GEM_PATH:
          '/var/task/vendor/bundle/ruby/3.3.0:/opt/ruby/gems/3.3.0:/var/runtime:' +
          '/var/runtime/ruby/3.3.0',
        RUBYLIB:
          '/var/runtime/gems/aws_lambda_ric-3.1.3/lib:/var/task:/var/runtime/lib:/opt/ruby/lib',
        PATH: '/var/lang/bin:/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin',
        PWD: '/var/task',
        SHLVL: '0',
      });
      expect(payload).not.toHaveProperty('_LAMBDA_TELEMETRY_LOG_FD');
    });

    it('takes a method of a class for a handler', async () => {
      await using handler = await make('failures', { handler: 'index.Orders::Handler.take' });
      expect((await handler.invoke({ a: 1 })).payload).toEqual({ a: 1 });
    });
  });

  it.each([
    ['missing.handler', 'Init<LoadError>', 'cannot load such file -- missing'],
    ['throws.handler', 'Init<RuntimeError>', 'while loading'],
    ['syntax.handler', 'Init<SyntaxError>', '/var/task/syntax.rb:'],
    ['index', 'Init<ArgumentError>', 'Invalid handler ["index"], must be of form FILENAME.METHOD'],
  ])('loading %s answers %s: %s', async (handler, errorType, message) => {
    await using broken = await make('load-errors', { handler });
    const result = await broken.invoke();
    expect(result).toMatchObject({ statusCode: 200, functionError: 'Unhandled' });
    const errorMessage = expect.stringContaining(message);
    expect(result.payload).toMatchObject({ errorType, errorMessage });
    expect(functionLines(result).join('\n')).toContain('Init error when loading handler');
  });

  it('loading what ends the process answers with its status', async () => {
    await using broken = await make('load-errors', { handler: 'exits.handler' });
    const result = await broken.invoke();
    const text = 'Runtime exited with error: exit status 3';
    expect(result.payload).toEqual(platformError(result, 'Runtime.ExitError', text));
  });
});
