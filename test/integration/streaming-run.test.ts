import { InvokeWithResponseStreamCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { functionDirectory } from '../support/function-directory.ts';
import { lambox, RunningCommand, runProgram, startRun } from '../support/lambox-command.ts';

let run: Awaited<ReturnType<typeof startRun>>;
let client: LambdaClient;

beforeAll(async () => {
  run = await startRun(['-m', '1769m', functionDirectory('streaming')]);
  client = new LambdaClient({
    endpoint: run.origin,
    region: 'us-east-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    maxAttempts: 1,
  });
});

afterAll(async () => {
  client?.destroy();
  await run?.command[Symbol.asyncDispose]();
});

/** The answer's chunks as one text, and its last frame. */
async function invoke(event: object) {
  const command = new InvokeWithResponseStreamCommand({
    FunctionName: 'function',
    LogType: 'Tail',
    Payload: Buffer.from(JSON.stringify(event)),
  });
  const { EventStream = [] as never } = await client.send(command);
  let received = '';
  for await (const { PayloadChunk, InvokeComplete } of EventStream) {
    if (InvokeComplete !== undefined) return { received, complete: InvokeComplete };
    received += Buffer.from(PayloadChunk?.Payload ?? []).toString();
  }
  return { received, complete: null };
}

test("AWS's SDK reads a stream, its metadata as raw bytes, and the log's tail", async () => {
  const { received, complete } = await invoke({ act: 'http' });
  expect(received).toMatch(/^\{"statusCode":201,.*\}\0{8}hello world$/);
  expect(complete).not.toHaveProperty('ErrorCode');
  const tail = Buffer.from(complete?.LogResult ?? '', 'base64').toString();
  expect(tail).toMatch(/^START RequestId: .*\nEND RequestId: .*\nREPORT RequestId: .*\t\n$/);
});

test("AWS's SDK is told of errors before and behind the first byte", async () => {
  const early = await invoke({ act: 'early' });
  expect(early).toMatchObject({ received: '', complete: { ErrorCode: 'Unhandled' } });
  expect(early.complete?.ErrorDetails).toContain('"errorMessage":"before the first byte"');
  const late = await invoke({ act: 'error' });
  expect(late).toMatchObject({ received: 'partial', complete: { ErrorCode: 'Runtime.Unknown' } });
  expect(late.complete?.ErrorDetails).toContain('"errorMessage":"on the way"');
});

test('Invoke of the same function collects the stream', async () => {
  const response = await fetch(run.url, { method: 'POST', body: '{"act":"type"}' });
  expect(response.headers.get('content-type')).toBe('text/plain');
  expect(await response.text()).toBe('text');
});

const readFrames = `
import botocore.session, sys
client = botocore.session.get_session().create_client('lambda', region_name='us-east-1',
    endpoint_url=sys.argv[1], aws_access_key_id='x', aws_secret_access_key='x')
answer = client.invoke_with_response_stream(FunctionName='function', Payload=b'{"act":"error"}')
for event in answer['EventStream']:
    print(event)
`;
const python = await runProgram('python3', ['-c', 'import botocore.eventstream']);

test.skipIf(python.exitCode !== 0)('botocore, of another language, reads it too', async () => {
  const { stdout, stderr } = await runProgram('python3', ['-c', readFrames, run.origin]);
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^\{'PayloadChunk': \{'Payload': b'partial'\}\}\n/);
  expect(stdout).toContain("{'InvokeComplete': {'ErrorCode': 'Runtime.Unknown', 'ErrorDetails':");
});

test('lambox invoke --stream prints what comes when it comes', async () => {
  const directory = functionDirectory('streaming');
  const words = ['invoke', directory, '--stream', '--memory', '1769', '--event'];
  const ok = await lambox([...words, '{"act":"http"}']);
  expect(ok).toMatchObject({ exitCode: 0, stdout: 'hello world' });
  expect(ok.stderr).toContain('metadata {"statusCode":201,');
  const failed = await lambox([...words, '{"act":"error"}']);
  expect(failed).toMatchObject({ exitCode: 1, stdout: 'partial' });
  expect(failed.stderr).toContain('the stream ended with Runtime.Unknown: {"errorType":');
  await using hanging = new RunningCommand([...words, '{"act":"hang"}', '--timeout', '60']);
  await hanging.said(/partial/);
  hanging.process.kill('SIGINT');
  expect(await hanging.ended).toBe(130);
});
