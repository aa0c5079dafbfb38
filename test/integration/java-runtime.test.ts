import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfiguration } from '../../src/configuration.ts';
import type { InvocationResult } from '../../src/invocation/invocation-result.ts';
import { resolveRuntimeImage } from '../../src/package/image-resolver.ts';
import { testEvents } from '../contract/runtime/events.ts';
import type { FunctionMaker } from '../contract/runtime/function-maker.ts';
import { testState } from '../contract/runtime/state.ts';
import { functionLines } from '../support/function-lines.ts';
import { compileJava, hasJavac } from '../support/java-toolchain.ts';
import { openDocker } from '../support/open-docker.ts';
import { platformError } from '../support/platform-error.ts';
import { TemporaryDirectory } from '../support/temporary-directory.ts';
import { type TestFunction, useSandbox } from '../support/test-sandbox.ts';
import { describeRuntimes, runtimesMadeHere } from '../support/tested-runtimes.ts';

const sandbox = useSandbox();
const keys = ({ payload }: InvocationResult) => Object.keys(payload as object);

/** Run where `scripts/test --all` has made the images, and there is a compiler. */
describeRuntimes('of Java', hasJavac() ? runtimesMadeHere('java') : [], (runtime) => {
  let compiled: TemporaryDirectory;
  beforeAll(async () => {
    compiled = new TemporaryDirectory();
    const engine = await openDocker();
    const image = await resolveRuntimeImage(engine, runtime, readConfiguration());
    await compileJava(engine, image, compiled);
    await engine.close();
  }, 600_000);
  afterAll(() => compiled?.[Symbol.dispose]());

  /** `load-errors` has a class for each failure, the others one of their name. */
  const make: FunctionMaker = (scenario, options = {}) =>
    sandbox.create(scenario, {
      code: compiled.join('classes'),
      runtime: runtime.identifier,
      handler: `${scenario[0]?.toUpperCase()}${scenario.slice(1)}::handler`,
      ...options,
    });

  describe('takes events', () => {
    testEvents(make, {
      rewritten: '{"a":1.0,"ü":"ü","big":12345678901234567890}',
      afterRefusal: 'reset',
      nullMembers: 'left out',
    });
  });

  describe('keeps', () => {
    testState(make);
  });

  describe('in an event', () => {
    let tested: TestFunction;
    beforeAll(async () => {
      tested = await make('failures', { memorySizeMb: 512, functionName: 'java-failures' });
    });
    afterAll(() => tested?.[Symbol.asyncDispose]());

    it('answers what a handler throws: text, class and frames, and stays', async () => {
      const result = await tested.invoke({ action: 'throw' });
      expect(result).toMatchObject({ statusCode: 200, functionError: 'Unhandled' });
      expect(result.payload).toEqual({
        errorMessage: 'no such order ☃',
        errorType: 'Failures$OrderError',
        stackTrace: expect.arrayContaining([
          expect.stringMatching(/^Failures\.handler\(Failures\.java:\d+\)$/),
        ]),
      });
      expect(keys(result)).toEqual(['errorMessage', 'errorType', 'stackTrace']);
      const [line, ...others] = functionLines(result);
      expect(line).toMatch(/^no such order ☃: Failures\$OrderError\nFailures\$OrderError: no /);
      expect(line).toMatch(/\n\tat Failures\.handler\(.*\nCaused by: .*IllegalState.*: closed\n/s);
      expect(others).toEqual([]);
      expect(await tested.invoke()).toMatchObject({ startKind: 'warm', functionError: null });
    });

    it('answers an error of the virtual machine, and ends', async () => {
      const result = await tested.invoke({ action: 'grow' });
      expect(result.payload).toMatchObject({
        errorMessage: 'Java heap space',
        errorType: 'java.lang.OutOfMemoryError',
      });
      expect(await tested.invoke()).toMatchObject({ startKind: 'reset', functionError: null });
    });

    it.each([
      [{ action: 'exit', code: 0 }, 'Runtime exited without providing a reason'],
      [{ action: 'exit', code: 7 }, 'Runtime exited with error: exit status 7'],
      [{ action: 'kill', signal: 'KILL' }, 'Runtime exited with error: signal: killed'],
      // The virtual machine hears it, and ends by itself.
      [{ action: 'kill', signal: 'TERM' }, 'Runtime exited with error: exit status 143'],
    ])('is over where the process ends by %j: %s', async (event, text) => {
      const result = await tested.invoke(event);
      expect(result.payload).toEqual(platformError(result, 'Runtime.ExitError', text));
      expect(await tested.invoke()).toMatchObject({ startKind: 'reset', functionError: null });
    });

    it('logs a message of several lines as one entry, System.out line by line', async () => {
      // Two ways to the log, which keep no order between them.
      expect(functionLines(await tested.invoke({ action: 'log' })).toSorted()).toEqual(
        ['first\n  second', 'third', 'fourth'].toSorted(),
      );
    });

    it('has its context', async () => {
      const traceId = 'Root=1-67891233-abcdef012345678912345678;Parent=53995c3f42cd8ad8;Sampled=1';
      const { payload, requestId } = await tested.invoke({ action: 'context' }, { traceId });
      expect(payload).toEqual({
        requestId,
        arn: tested.lambda.functionArn,
        memory: 512,
        name: 'java-failures',
        group: '/aws/lambda/java-failures',
        hasTime: true,
        trace: traceId,
      });
    });

    it('has the variables of contract §4.3: no PWD, no SHLVL, no trace', async () => {
      const { payload } = await tested.invoke({ action: 'environment' });
      expect(payload).toMatchObject({
        AWS_EXECUTION_ENV: `AWS_Lambda_${runtime.identifier}`,
        _LAMBDA_TELEMETRY_LOG_FD: '62',
        _HANDLER: 'Failures::handler',
      });
      const shells = ['PWD', 'OLDPWD', 'SHLVL', '_', '_X_AMZN_TRACE_ID'];
      expect(Object.keys(payload as object).filter((name) => shells.includes(name))).toEqual([]);
    });
  });

  it.each([
    ['Missing::handler', 'java.lang.ClassNotFoundException', 'Class not found: Missing'],
    [
      'Echo::other',
      undefined,
      'No public method named other with appropriate method signature found on class Echo',
    ],
    ['Echo', undefined, 'Class does not implement an appropriate handler interface: Echo'],
    ['::handler', undefined, "Invalid handler: `::handler'"],
    ['Throws::handler', 'java.lang.IllegalStateException', 'while loading'],
  ])('loading %s answers %s: %s', async (handler, errorType, errorMessage) => {
    await using broken = await make('load-errors', { handler });
    const result = await broken.invoke();
    expect(result).toMatchObject({ statusCode: 200, functionError: 'Unhandled' });
    expect(result.payload).toMatchObject({ errorMessage, ...(errorType && { errorType }) });
    expect(functionLines(result).join('\n')).toContain(errorMessage);
  });

  it('loading what ends the process answers with its status', async () => {
    await using broken = await make('load-errors', { handler: 'Exits::handler' });
    const result = await broken.invoke();
    const text = 'Runtime exited with error: exit status 3';
    expect(result.payload).toEqual(platformError(result, 'Runtime.ExitError', text));
  });
});
