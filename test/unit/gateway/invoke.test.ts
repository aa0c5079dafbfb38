import { randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { expect, test } from 'vitest';
import { LamboxError } from '../../../src/errors.ts';
import { parseEvent } from '../../../src/lambda/json-syntax.ts';
import type { Script } from '../../support/scripted-function.ts';
import { useScriptedGateways } from '../../support/scripted-gateway.ts';

const arn = 'arn:aws:lambda:us-east-1:000000000000:function:hello';
const gateways = useScriptedGateways();
const { failures } = gateways;

async function serve(script?: Script) {
  const { lambda, gateway } = await gateways.serve(script);
  const invoke = (
    body: string,
    headers: Record<string, string> = {},
    name = 'function',
    query = '',
  ) => {
    const path = `/2015-03-31/functions/${encodeURIComponent(name)}/invocations${query}`;
    return fetch(gateway.url + path, { method: 'POST', body, headers });
  };
  return { lambda, gateway, invoke };
}

test('a function that fails is 200 with the error as payload', async () => {
  const payload = '{"errorType":"Error","errorMessage":"no"}';
  const { invoke } = await serve(() => ({ payload, functionError: 'Unhandled' }));
  const response = await invoke('{}');
  expect(response.status).toBe(200);
  expect(response.headers.get('x-amz-function-error')).toBe('Unhandled');
  expect(await response.text()).toBe(payload);
});

test.each(['hello', '000000000000:function:hello', arn, `${arn}:$LATEST`, 'hello:$LATEST'])(
  '%s names the function',
  async (name) => {
    const { lambda, invoke } = await serve();
    expect((await invoke('1', {}, name)).status).toBe(200);
    const qualifier = name.endsWith(':$LATEST') ? ':$LATEST' : '';
    expect(lambda.received[0]?.options.invokedFunctionArn).toBe(arn + qualifier);
  },
);

test('a qualifier in the query makes the ARN qualified', async () => {
  const { lambda, invoke } = await serve();
  expect((await invoke('1', {}, 'hello', '?Qualifier=%24LATEST')).status).toBe(200);
  expect(lambda.received[0]?.options.invokedFunctionArn).toBe(`${arn}:$LATEST`);
});

const elsewhere = 'arn:aws:lambda:eu-west-1:000000000000:function:hello';
test.each([
  ['other', '', 404, `Function not found: ${arn.replace('hello', 'other')}:$LATEST`],
  ['hello', '?Qualifier=7', 404, `Function not found: ${arn}:7`],
  ['hello:live', '', 404, `Function not found: ${arn}:live`],
  [elsewhere, '', 404, "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')"],
  ['111122223333:function:hello', '', 403, null],
  [
    'hello:$LATEST',
    '?Qualifier=7',
    400,
    'The derived qualifier from the function name does not match the specified qualifier.',
  ],
])('%s%s is refused with %i', async (name, query, status, message) => {
  const { lambda, invoke } = await serve();
  const response = await invoke('1', {}, name, query);
  expect(response.status).toBe(status);
  const body = (await response.json()) as { Message?: string; message?: string };
  expect(body.Message ?? body.message ?? null).toBe(message);
  expect(response.headers.get('x-amzn-errortype')).toMatch(/Exception$/);
  expect(lambda.received).toEqual([]);
});

test('a name that is none is a ValidationException', async () => {
  const { invoke } = await serve();
  const response = await invoke('1', {}, 'hello world');
  expect(response.status).toBe(400);
  expect(response.headers.get('x-amzn-errortype')).toBe('ValidationException');
});

test('a client chooses the request id with a UUID, not with anything else', async () => {
  const { lambda, invoke } = await serve();
  const id = randomUUID();
  const response = await invoke('1', { 'x-amzn-RequestId': id });
  expect(response.headers.get('x-amzn-requestid')).toBe(id);
  expect(lambda.received[0]?.options.requestId).toBe(id);
  const other = await invoke('1', { 'x-amzn-RequestId': 'mine' });
  expect(other.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
});

test('client context and trace header reach the function', async () => {
  const { lambda, invoke } = await serve();
  const clientContext = '{"custom":{"a":"ü"}}';
  const traceId = 'Root=1-5f000000-000000000000000000000001;Sampled=1';
  await invoke('1', {
    'X-Amz-Client-Context': Buffer.from(clientContext).toString('base64'),
    'X-Amzn-Trace-Id': traceId,
  });
  expect(lambda.received[0]?.options).toMatchObject({ clientContext, traceId });
});

test.each(['!', Buffer.from('no').toString('base64'), 'A'.repeat(3_584)])(
  'a client context of %.20s is refused',
  async (context) => {
    const { invoke } = await serve();
    const response = await invoke('1', { 'X-Amz-Client-Context': context });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      message: 'Client context must be a valid Base64-encoded JSON object.',
    });
  },
);

test('Tail waits for the end and gives the last 4,096 bytes from START on', async () => {
  const { promise: settleAfter, resolve } = Promise.withResolvers<void>();
  const line = (text: string, origin: 'function' | 'platform') => ({
    text,
    origin,
    offsetMs: 1,
    epochMs: 2,
  });
  const { invoke } = await serve(() => ({
    settleAfter,
    logs: [
      line('loading', 'function'),
      line('START RequestId: 1 Version: $LATEST', 'platform'),
      line('ü'.repeat(3_000), 'function'),
      line('REPORT RequestId: 1\t', 'platform'),
    ],
  }));
  const plain = await invoke('1');
  expect(plain.headers.get('x-amz-log-result')).toBeNull();
  const tailed = invoke('1', { 'X-Amz-Log-Type': 'Tail' });
  resolve();
  const tail = Buffer.from((await tailed).headers.get('x-amz-log-result') ?? '', 'base64');
  expect(tail.length).toBe(4_096);
  expect(tail.toString()).toMatch(/üü\nREPORT RequestId: 1\t\n$/);
});

test('DryRun is 204 and runs nothing', async () => {
  const { lambda, invoke } = await serve();
  const response = await invoke('1', { 'X-Amz-Invocation-Type': 'DryRun' });
  expect(response.status).toBe(204);
  expect(response.headers.get('x-amz-executed-version')).toBeNull();
  expect(lambda.received).toEqual([]);
  expect((await invoke('1', { 'X-Amz-Invocation-Type': 'DryRun' }, 'other')).status).toBe(404);
});

test('an unknown invocation type or log type is refused', async () => {
  const { invoke } = await serve();
  const type = await invoke('1', { 'X-Amz-Invocation-Type': 'Later' });
  expect(await type.json()).toMatchObject({
    message:
      "1 validation error detected: Value 'Later' at 'invocationType' failed to satisfy " +
      'constraint: Member must satisfy enum value set: [RequestResponse, DryRun, Event]',
  });
  expect((await invoke('1', { 'X-Amz-Log-Type': 'All' })).status).toBe(400);
});

test('an event that is not JSON is 400 in the words of AWS', async () => {
  const { invoke } = await serve(({ text }) => {
    parseEvent(Buffer.from(text));
    return {};
  });
  for (const type of ['RequestResponse', 'Event']) {
    const response = await invoke('{"a":tru}', { 'X-Amz-Invocation-Type': type });
    expect(response.status).toBe(400);
    expect(response.headers.get('x-amzn-errortype')).toBe('InvalidRequestContentException');
    expect(await response.json()).toMatchObject({
      message: expect.stringContaining('Could not parse request body into json: '),
    });
  }
});

test.each([
  ['RequestResponse', 6_291_456],
  ['Event', 1_048_576],
])('%s takes %i bytes and no more', async (type, limit) => {
  const { lambda, invoke } = await serve();
  const headers = { 'X-Amz-Invocation-Type': type };
  const most = await invoke(`"${'x'.repeat(limit - 2)}"`, headers);
  expect(most.ok).toBe(true);
  const more = await invoke(`"${'x'.repeat(limit - 1)}"`, headers);
  expect(more.status).toBe(413);
  expect(await more.json()).toEqual({
    Type: 'User',
    message:
      `${limit + 1} byte payload is too large for the ${type} invocation type ` +
      `(limit ${limit} bytes)`,
  });
  expect(lambda.received).toHaveLength(1);
});

test('no room is 429 with the reason', async () => {
  const { invoke } = await serve(() => {
    throw new LamboxError('ConcurrencyLimit', 'all are busy');
  });
  const response = await invoke('1');
  expect(response.status).toBe(429);
  expect(response.headers.get('x-amzn-errortype')).toBe('TooManyRequestsException');
  expect(await response.text()).toBe(
    '{"Reason":"ReservedFunctionConcurrentInvocationLimitExceeded",' +
      '"Type":"User","message":"Rate Exceeded."}',
  );
  expect(failures).toEqual([]);
});

test('a failure of the platform is 500 and reported', async () => {
  const error = new LamboxError('EnvironmentFailed', 'the container ended');
  const { invoke } = await serve(() => {
    throw error;
  });
  const response = await invoke('1');
  expect(response.status).toBe(500);
  expect(response.headers.get('x-amzn-errortype')).toBe('ServiceException');
  expect(failures).toEqual([error]);
});

test('an Event is 202 at once; what finds no room is run when there is', async () => {
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
  const { promise: allRan, resolve: ran } = Promise.withResolvers<void>();
  const answered: string[] = [];
  let running = 0;
  const { invoke } = await serve(async ({ text }) => {
    if (running > 0) throw new LamboxError('ConcurrencyLimit', 'busy');
    running += 1;
    await finished;
    running -= 1;
    answered.push(text);
    if (answered.length === 3) ran();
    return {};
  });
  for (const body of ['1', '2', '']) {
    const response = await invoke(body, { 'X-Amz-Invocation-Type': 'Event' });
    expect(response.status).toBe(202);
    expect(await response.text()).toBe('');
    expect(response.headers.get('x-amz-executed-version')).toBeNull();
  }
  finish();
  await allRan;
  expect(answered.toSorted()).toEqual(['1', '2', '{}']);
  expect(failures).toEqual([]);
});

test('a client that goes away does not stop the function', async () => {
  const { promise: started, resolve: start } = Promise.withResolvers<void>();
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
  const { gateway, invoke } = await serve(async () => {
    start();
    await finished;
    return {};
  });
  const url = `${gateway.url}/2015-03-31/functions/function/invocations`;
  const gone = httpRequest(url, { method: 'POST' });
  gone.on('error', () => {});
  gone.end('1');
  await started;
  gone.destroy();
  finish();
  expect((await invoke('2')).status).toBe(200);
  expect(failures).toEqual([]);
});
