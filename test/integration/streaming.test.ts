import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import type { FunctionOptions } from '../../src/function-options.ts';
import type { LambdaFunction } from '../../src/lambda-function.ts';
import { functionMaker } from '../contract/runtime/function-maker.ts';
import { useSandbox } from '../support/test-sandbox.ts';
import { describeRuntimes, runtimesMadeHere } from '../support/tested-runtimes.ts';

const sandbox = useSandbox();
describeRuntimes('streams', runtimesMadeHere('nodejs'), (runtime) => {
  const open: AsyncDisposable[] = [];

  const create = async (options: Partial<FunctionOptions> = {}): Promise<LambdaFunction> => {
    const tested = await functionMaker(sandbox, runtime)('streaming', options);
    open.push(tested);
    return tested.lambda;
  };

  afterEach(async () => {
    await Promise.all(open.splice(0).map((tested) => tested[Symbol.asyncDispose]()));
  });

  test('the first chunk is with the caller before the second is written', async () => {
    const lambda = await create();
    const { body, contentType, settled } = await lambda.invokeStream({ act: 'signal' });
    expect(contentType).toBe('application/octet-stream');
    const chunks = body[Symbol.asyncIterator]();
    expect(String((await chunks.next()).value)).toBe('first');
    const signal = path.join(lambda.package.codeDirectory ?? '', 'go-on');
    await writeFile(signal, '');
    expect(String((await chunks.next()).value)).toBe('second');
    expect((await chunks.next()).done).toBe(true);
    // The next runtime's function has the same code.
    await rm(signal);
    expect(await settled).toMatchObject({ functionError: null, payload: null, startKind: 'cold' });
  });

  test('what HttpResponseStream.from says is metadata, the rest is body', async () => {
    const lambda = await create();
    const { head, received, end } = await stream(lambda, { act: 'http' });
    expect(head).toMatchObject({
      statusCode: 200,
      executedVersion: '$LATEST',
      contentType: 'application/vnd.awslambda.http-integration-response',
      metadata: { statusCode: 201, headers: { 'x-a': 'ü' }, cookies: ['a=1'] },
    });
    expect(received).toBe('hello world');
    expect(end).toEqual({ errorCode: null, errorDetails: null });
    const raw = lambda.dispatchStream(Buffer.from('{"act":"http"}'));
    expect(await text(raw.body)).toMatch(/^\{"statusCode":201,.*\}\0{8}hello world$/);
    const typed = await stream(lambda, { act: 'type' });
    expect(typed.head).toMatchObject({ contentType: 'text/plain', metadata: null });
    expect(typed.received).toBe('text');
    const empty = await stream(lambda, { act: 'empty' });
    expect(empty).toMatchObject({ received: '', end: { errorCode: null } });
  });

  test('an error before the first byte is what Invoke would have answered', async () => {
    const lambda = await create();
    const { head, received, end, result } = await stream(lambda, { act: 'early' });
    expect(received).toBe('');
    expect(head.contentType).toBe('application/json');
    expect(end.errorCode).toBe('Unhandled');
    expect(JSON.parse(end.errorDetails ?? '')).toMatchObject({
      errorType: 'TypeError',
      errorMessage: 'before the first byte',
    });
    expect(result.functionError).toBe('Unhandled');
  });

  test('an error on the way ends the stream, in words of its own', async () => {
    const lambda = await create();
    const { received, end, result } = await stream(lambda, { act: 'error' });
    expect(received).toBe('partial');
    expect(end.errorCode).toBe('Runtime.Unknown');
    const error = { errorType: 'TypeError', errorMessage: 'on the way' };
    expect(JSON.parse(end.errorDetails ?? '')).toMatchObject(error);
    expect(result).toMatchObject({ functionError: 'Unhandled', payload: error });
    expect(result.report.status).toBe('error');
    const collected = await lambda.invoke({ act: 'error' });
    expect(collected).toMatchObject({ functionError: 'Unhandled', payload: error });
    expect(collected.startKind).toBe('warm');
  });

  test('a time-out on the way ends the stream', async () => {
    const lambda = await create({ timeoutSeconds: 3 });
    const { received, end, result } = await stream(lambda, { act: 'hang' });
    expect(received).toBe('partial');
    expect(end.errorCode).toBe('Sandbox.Timedout');
    expect(end.errorDetails).toContain('Task timed out after 3.00 seconds');
    expect(result.report).toMatchObject({ durationMs: 3000, status: 'timeout' });
    expect(await stream(lambda, { act: 'type' })).toMatchObject({
      received: 'text',
      result: { startKind: 'reset', startReason: 'afterTimeout' },
    });
  });

  test('an exit on the way cuts the stream short', async () => {
    const lambda = await create();
    const { received, end, result } = await stream(lambda, { act: 'exit' });
    expect(received).toBe('partial');
    expect(end).toEqual({ errorCode: 'Runtime.TruncatedResponse', errorDetails: null });
    expect(result.report).toMatchObject({ status: 'error', errorType: 'Runtime.ExitError' });
    const collected = await lambda.invoke({ act: 'exit' });
    expect(collected.payload).toMatchObject({ errorType: 'Runtime.TruncatedResponse' });
  });

  test('a stream that the function destroys is cut short; the next event is served', async () => {
    const lambda = await create({ timeoutSeconds: 10 });
    const { received, end } = await stream(lambda, { act: 'cut' });
    expect(received).toBe('partial');
    expect(end).toEqual({ errorCode: 'Runtime.TruncatedResponse', errorDetails: null });
    expect(await stream(lambda, { act: 'type' })).toMatchObject({ received: 'text' });
  });

  test('of two answers the first counts, and garbage in its trailers is left out', async () => {
    const lambda = await create();
    const { received, end, result } = await stream(lambda, { act: 'garbage' });
    expect(received).toBe('first');
    expect(end).toEqual({ errorCode: 'Function.Boom', errorDetails: null });
    expect(result.logs.map(({ text: line }) => line).join('\n')).toContain('the first answer: 202');
    const next = await stream(lambda, { act: 'type' });
    expect(next.received).toBe('text');
    expect(next.result.environmentId).toBe(result.environmentId);
  });

  test('a buffered handler can be streamed, a streaming one invoked up to 6 MB', async () => {
    const buffered = await create({ handler: 'index.buffered' });
    expect(await stream(buffered, {})).toMatchObject({
      received: '{"buffered":true}',
      head: { contentType: 'application/json', metadata: null },
      end: { errorCode: null },
    });
    expect((await stream(buffered, { fails: true })).end.errorCode).toBe('Unhandled');
    const streaming = await create();
    const all = await streaming.invoke({ act: 'fill', bytes: 6_291_556 });
    expect(all).toMatchObject({ functionError: null, contentType: 'application/octet-stream' });
    expect(all.payloadBytes.byteLength).toBe(6_291_556);
    const more = await streaming.invoke({ act: 'fill', bytes: 6_291_557 });
    expect(more.functionError).toBe('Unhandled');
    expect(more.payload).toEqual({
      errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
      errorType: 'Function.ResponseSizeTooLarge',
    });
  });
});

/** The whole answer, when the environment is idle again. */
async function stream(lambda: LambdaFunction, event: unknown) {
  const { body, end, settled, ...head } = await lambda.invokeStream(event);
  const received = await text(body);
  return { head, received, end: await end, result: await settled };
}
