import { beforeAll, expect, test } from 'vitest';
import { type ProbeAnswer, probe, probeCode } from './harness/probe.ts';
import type { DeployedFunction } from './harness/target.ts';
import { useTarget } from './harness/use-target.ts';

const target = useTarget();
let deployed: DeployedFunction;
/** Of an event without anything optional, sent and answered at these times. */
let bare: ProbeAnswer;
let sentMs: number;
let answeredMs: number;

beforeAll(async () => {
  const code = await probeCode();
  const probed = { name: 'next-headers', runtime: 'provided.al2023', code } as const;
  deployed = await target.deploy({ ...probed, timeoutSeconds: 25 });
  await probe(deployed);
  sentMs = Date.now();
  bare = await probe(deployed);
  answeredMs = Date.now();
});

const headersOf = ({ next }: ProbeAnswer) => next.headers ?? {};

test('1.3-1 a header without a value is left out', () => {
  const names = Object.keys(headersOf(bare));
  for (const name of ['Client-Context', 'Cognito-Identity', 'Aws-Tenant-Id']) {
    expect(names).not.toContain(`Lambda-Runtime-${name}`);
  }
  expect(Object.values(headersOf(bare))).not.toContain('');
});

test('1.3-2 the request id is a UUID, and the one that the caller is told', () => {
  const id = headersOf(bare)['Lambda-Runtime-Aws-Request-Id'];
  expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(id).toBe(bare.answer.requestId);
});

test('1.3-3 the deadline is the time of the event and the timeout, in milliseconds', () => {
  const deadlineMs = Number(headersOf(bare)['Lambda-Runtime-Deadline-Ms']);
  // Either may be cut to whole milliseconds.
  expect(deadlineMs).toBeGreaterThanOrEqual(sentMs + 24_999);
  expect(deadlineMs).toBeLessThanOrEqual(answeredMs + 25_001);
});

test('1.3-4 the ARN is the one that the caller used, with a qualifier only if he did', async () => {
  const name = 'Lambda-Runtime-Invoked-Function-Arn';
  expect(headersOf(bare)[name]).toBe(deployed.arn);
  const qualified = await probe(deployed, [], { functionName: `${deployed.arn}:$LATEST` });
  expect(headersOf(qualified)[name]).toBe(`${deployed.arn}:$LATEST`);
});

test('1.3-5 the trace id is a header in X-Ray form; the caller gets the same', async () => {
  const name = 'Lambda-Runtime-Trace-Id';
  expect(headersOf(bare)[name]).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};.*Sampled=[01]/);
  const root = 'Root=1-5759e988-bd862e3fe1be46a994272793';
  const headers = { 'X-Amzn-Trace-Id': `${root};Parent=53995c3f42cd8ad8;Sampled=1` };
  const traced = await probe(deployed, [], { headers });
  expect(headersOf(traced)[name]).toMatch(new RegExp(`^${root};Parent=[0-9a-f]{16};Sampled=1`));
  expect(traced.answer.headers['x-amzn-trace-id']).toContain(root);
});

test('1.3-6 the client context is the JSON text that the caller encoded', async () => {
  const text = '{"custom": {"k":"ü"}}';
  const encoded = Buffer.from(text).toString('base64');
  const { next } = await probe(deployed, [], { headers: { 'X-Amz-Client-Context': encoded } });
  const header = next.headers?.['Lambda-Runtime-Client-Context'] ?? '';
  expect(JSON.parse(header)).toEqual({ custom: { k: 'ü' } });
});

test('1.3-9 a nonce of the attempt: echoed it is taken, another is refused', async () => {
  const name = 'Lambda-Runtime-Invocation-Id';
  const nonce = headersOf(bare)[name];
  expect(nonce).toMatch(/./);
  const path = '/2018-06-01/runtime/invocation/{requestId}/response';
  const respond = (value: string) => ({
    request: { method: 'POST', path, body: '"late"', headers: { [name]: value } },
  });
  const refused = await probe(deployed, [respond('another')]);
  expect(refused.seen[0]?.status).toBe(410);
  expect(headersOf(refused)[name]).not.toBe(nonce);
  const taken = await deployed.invoke({ steps: [respond('{invocationId}')] });
  expect(taken.body).toBe('"late"');
});

test('1.3-10 the content type is application/json', () => {
  expect(headersOf(bare)['Content-Type']).toBe('application/json');
});

test('1.3-11 an event of 6 MB reaches the runtime whole, a longer one is refused', async () => {
  const event = (bytes: number) => `{"steps":[],"fill":"${'x'.repeat(bytes - 22)}"}`;
  const answer = await deployed.invoke(event(6_291_456));
  expect(JSON.parse(answer.body).next.bytes).toBe(6_291_456);
  expect((await deployed.invoke(event(6_291_557))).status).toBe(413);
});
