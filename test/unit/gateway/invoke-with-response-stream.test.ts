import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import {
  InvokeWithResponseStreamCommand,
  type InvokeWithResponseStreamCommandInput,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';
import { LamboxError } from '../../../src/errors.ts';
import type { Script } from '../../support/scripted-function.ts';
import { useScriptedGateways } from '../../support/scripted-gateway.ts';

const gateways = useScriptedGateways();
const { failures } = gateways;

async function serve(script?: Script) {
  const { lambda, gateway } = await gateways.serve(script);
  const client = new LambdaClient({
    endpoint: gateway.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    maxAttempts: 1,
  });
  const invoke = (input: Partial<InvokeWithResponseStreamCommandInput> = {}) =>
    client.send(new InvokeWithResponseStreamCommand({ FunctionName: 'function', ...input }));
  return { lambda, gateway, invoke };
}

type Answer = Awaited<ReturnType<Awaited<ReturnType<typeof serve>>['invoke']>>;

async function* frames({ EventStream = [] as never }: Answer): AsyncGenerator<unknown> {
  for await (const { PayloadChunk, InvokeComplete } of EventStream) {
    yield PayloadChunk === undefined
      ? { complete: InvokeComplete }
      : Buffer.from(PayloadChunk.Payload ?? []).toString();
  }
}

async function all<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const collected: Value[] = [];
  for await (const value of values) collected.push(value);
  return collected;
}

test('each chunk is with the client before the next is written', async () => {
  const { promise: seen, resolve: see } = Promise.withResolvers<void>();
  const { lambda, invoke } = await serve(() => ({ chunks: chunks() }));
  async function* chunks() {
    yield 'one';
    await seen;
    yield 'two';
  }
  const answer = await invoke({ Payload: Buffer.from('{"a":1}') });
  expect(answer).toMatchObject({
    StatusCode: 200,
    ExecutedVersion: '$LATEST',
    ResponseStreamContentType: 'application/vnd.amazon.eventstream',
  });
  const received = frames(answer);
  expect((await received.next()).value).toBe('one');
  see();
  expect((await received.next()).value).toBe('two');
  expect((await received.next()).value).toEqual({ complete: {} });
  expect((await received.next()).done).toBe(true);
  expect(lambda.received[0]?.text).toBe('{"a":1}');
});

test('a failure is in the last frame, and the log where it was asked for', async () => {
  const end = { errorCode: 'Runtime.Unknown', errorDetails: '{"errorType":"Error"}' };
  const logs = [{ text: 'REPORT', offsetMs: 1, epochMs: 1, origin: 'platform' }] as const;
  const { invoke } = await serve(() => ({ chunks: ['part'], end, logs }));
  const received = await all(frames(await invoke({ LogType: 'Tail' })));
  const LogResult = Buffer.from('REPORT\n').toString('base64');
  const complete = { ErrorCode: end.errorCode, ErrorDetails: end.errorDetails, LogResult };
  expect(received).toEqual(['part', { complete }]);
});

test('what is refused has a status and an error of its own', async () => {
  const { lambda, invoke } = await serve(() => {
    throw new LamboxError('ConcurrencyLimit', 'all are busy');
  });
  await expect(invoke()).rejects.toMatchObject({
    name: 'TooManyRequestsException',
    Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
  });
  await expect(invoke({ FunctionName: 'other' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  const type = 'Event' as 'DryRun';
  await expect(invoke({ InvocationType: type })).rejects.toMatchObject({
    message: expect.stringContaining('enum value set: [RequestResponse, DryRun]'),
  });
  expect(lambda.received).toHaveLength(1);
  expect((await invoke({ InvocationType: 'DryRun' })).StatusCode).toBe(204);
  expect(failures).toEqual([]);
});

test('a client that goes away lets the function run on', async () => {
  const { promise: gone, resolve: goes } = Promise.withResolvers<void>();
  const { promise: over, resolve: ends } = Promise.withResolvers<void>();
  const { gateway } = await serve(() => ({ chunks: chunks() }));
  async function* chunks() {
    yield 'one';
    await gone;
    try {
      for (;;) yield 'more';
    } finally {
      ends();
    }
  }
  const url = `${gateway.url}/2021-11-15/functions/function/response-streaming-invocations`;
  const client = httpRequest(url, { method: 'POST' });
  client.on('error', () => {});
  client.end('1');
  const [answer] = (await once(client, 'response')) as [IncomingMessage];
  answer.on('error', () => {});
  await once(answer, 'data');
  client.destroy();
  goes();
  await over;
  expect(failures).toEqual([]);
});
