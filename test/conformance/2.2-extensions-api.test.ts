import { beforeAll, expect, test } from 'vitest';
import * as script from './harness/probe.ts';
import type { DeployedFunction } from './harness/target.ts';
import { useTarget } from './harness/use-target.ts';

const { call, probe, probeCode, probeExtensions, seenBy } = script;
const target = useTarget();
const runtime = 'provided.al2023';
const register = 'POST /2020-01-01/extension/register';
const next = 'GET /2020-01-01/extension/event/next';
const identified = { 'Lambda-Extension-Identifier': '{identifier}' };
const named = (name: string, events: readonly string[], more: object = {}) =>
  call(register, {
    headers: { 'Lambda-Extension-Name': name },
    body: JSON.stringify({ events, ...more }),
  });

/** Registers and waits in next beside the steps. */
const stays = (name: string, events: readonly string[]) => [
  named(name, events),
  call(next, { headers: identified, beside: name }),
];

/** Calls of an extension before it registers, then after it. */
const before = [
  call(register, { body: '{"events":[]}' }),
  call(register, { headers: { 'Lambda-Extension-Name': 'outer' }, body: 'no JSON' }),
  named('outer', [], { configurationKeys: ['a'] }),
  named('outer', ['NOPE']),
  call(next),
  call(next, { headers: { 'Lambda-Extension-Identifier': 'none' } }),
  call(next, {
    headers: { 'Lambda-Extension-Identifier': '11111111-2222-4333-8444-555555555555' },
  }),
];
const after = [
  named('outer', ['INVOKE']),
  call('POST /2020-01-01/extension/init/error', { headers: identified }),
  { sleepMs: 600 },
];

/** Calls of the runtime's process in init: extensions inside it, as many as there may be. */
const inner = [
  named('inner', ['SHUTDOWN']),
  ...Array.from({ length: 7 }, (_, at) => stays(`inner-${at}`, [])).flat(),
  { sleepMs: 300 },
  call(next, { headers: identified }),
  named('inner-0', []),
  ...stays('last', []),
  ...stays('inner', ['INVOKE']),
  named('one-too-many', []),
  { sleepMs: 50 },
  { say: 'inner' },
];

let deployed: DeployedFunction;
let outside: readonly script.Seen[];
let inside: readonly script.Seen[];
let first: script.ProbeAnswer;
let report: string;

beforeAll(async () => {
  const headers = { 'Lambda-Extension-Accept-Feature': 'unknown, accountId' };
  const layer = await probeExtensions({
    outer: {
      ...{ first: before, register: { events: ['INVOKE', 'SHUTDOWN'] }, headers },
      ...{ registered: after },
    },
  });
  const code = await probeCode(inner);
  deployed = await target.deploy({ name: 'api', runtime, code, layer, timeoutSeconds: 3 });
  const trace = { 'X-Amzn-Trace-Id': 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1' };
  const steps = [named('late', []), { await: 'inner' }];
  const back = call(next, { headers: identified, beside: 'inner' });
  first = await probe(deployed, [...steps, back], { headers: trace });
  report = (await deployed.logOf(first.answer)).at(-1) ?? '';
  inside = seenBy(deployed, 'inner');
  // A timeout brings SHUTDOWN.
  await deployed.logOf(await deployed.invoke({ steps: [{ sleepMs: 9_000 }] }));
  outside = seenBy(deployed, 'outer').filter(({ step }) => step.includes(' /2020'));
});

const problem = (errorType: string, errorMessage: string) =>
  `${JSON.stringify({ errorMessage, errorType })}\n`;

test('2.2-1 registering', () => {
  const answer = outside[7];
  expect(answer?.status).toBe(200);
  expect(answer?.headers?.['Lambda-Extension-Identifier']).toMatch(/^[0-9a-f-]{36}$/);
  const told = JSON.parse(answer?.body ?? '');
  expect(told).toMatchObject({ functionName: 'api', functionVersion: '$LATEST' });
  expect(told.handler).toBeTypeOf('string');
  expect(told.accountId).toMatch(/^\d{12}$/);
  expect(JSON.parse(inside[1]?.body ?? '')).not.toHaveProperty('accountId');
});

test('2.2-2 waiting for an event', () => {
  const answer = outside[10];
  expect(answer?.status).toBe(200);
  expect(answer?.headers?.['Lambda-Extension-Event-Identifier']).toMatch(/^[0-9a-f-]{36}$/);
  expect(JSON.parse(answer?.body ?? '')).toMatchObject({
    eventType: 'INVOKE',
    requestId: first.answer.requestId,
    invokedFunctionArn: deployed.arn,
  });
});

test('2.2-5 tracing is the trace header, the reason is in lower case', () => {
  const ends = outside.find(({ body }) => body?.includes('"SHUTDOWN"'));
  const [invoke, shutdown] = [outside[10], ends].map((seen) => JSON.parse(seen?.body ?? ''));
  expect(invoke.tracing).toEqual({
    type: 'X-Amzn-Trace-Id',
    value: first.next.headers?.['Lambda-Runtime-Trace-Id'],
  });
  expect(shutdown).toMatchObject({ eventType: 'SHUTDOWN', shutdownReason: 'timeout' });
  expect(ends?.headers).not.toHaveProperty('Lambda-Extension-Event-Identifier');
});

test('2.2-6 an extension inside the runtime gets the event, and no SHUTDOWN', () => {
  const event = first.seen.find(({ body }) => body?.includes('"INVOKE"'));
  expect(JSON.parse(event?.body ?? '').requestId).toBe(first.answer.requestId);
  expect(inside[0]?.status).toBe(403);
});

test('2.2-7 3.1-3 3.1-4 init waits for all in next, and closes registration', () => {
  expect(Number(/Init Duration: ([\d.]+) ms/.exec(report)?.[1])).toBeGreaterThan(600);
  expect(first.seen[0]?.status).toBe(403);
});

test('2.2-9 no name', () => {
  const refused = problem('Extension.InvalidExtensionName', 'Empty extension name');
  expect(outside[0]).toMatchObject({ status: 403, body: refused });
});

test('2.2-10 a body that cannot be read, keys of old', () => {
  expect(outside[1]).toMatchObject({ status: 403 });
  expect(outside[1]?.body).toContain('"errorType":"InvalidRequestFormat"');
  const keys = 'configurationKeys are deprecated; use environment variables instead';
  expect(outside[2]?.body).toBe(problem('InvalidRequestFormat', keys));
});

test('2.2-11 an event that there is not', () => {
  const unknown = 'NOPE: ErrorInvalidEventType';
  expect(outside[3]?.body).toBe(problem('Extension.InvalidEventType', unknown));
  const inner = 'SHUTDOWN: ShutdownEventNotSupportedForInternalExtension';
  expect(inside[0]?.body).toBe(problem('Extension.InvalidEventType', inner));
});

test('2.2-12 too late', () => {
  const closed = 'Extension registration closed already';
  expect(first.seen[0]?.body).toBe(problem('Extension.RegistrationClosed', closed));
});

test('2.2-13 twice', () => {
  const taken = 'Extension with this name already registered';
  const bodies = inside.map(({ body }) => body);
  expect(bodies).toContain(problem('Extension.InvalidExtensionState', taken));
  const order =
    'State transition from Registered to Registered failed for extension outer. ' +
    'Error: State transition is not allowed';
  expect(outside[8]?.body).toBe(problem('Extension.InvalidExtensionState', order));
});

test('2.2-14 one too many', () => {
  const limit = 'Extension limit (10) reached';
  expect(inside.at(-2)?.body).toBe(problem('Extension.TooManyExtensions', limit));
});

test.each([
  ['2.2-15', 4, 'MissingExtensionIdentifier', 'Missing Lambda-Extension-Identifier header'],
  ['2.2-16', 5, 'InvalidExtensionIdentifier', 'Invalid Lambda-Extension-Identifier'],
  [
    '2.2-17',
    6,
    'UnknownExtensionIdentifier',
    'Unknown extension 11111111-2222-4333-8444-555555555555',
  ],
  ['2.2-18', 9, 'MissingHeader', 'Lambda-Extension-Function-Error-Type not found'],
])('%s call %i is refused with %s', (_id, at, errorType, message) => {
  const refused = problem(`Extension.${errorType}`, message);
  expect(outside[at]).toMatchObject({ status: 403, body: refused });
});

const ownError = { ...identified, 'Lambda-Extension-Function-Error-Type': 'Extension.Own' };
const fails = (phase: string) =>
  call(`POST /2020-01-01/extension/${phase}/error`, { headers: ownError, body: '{}' });

test('2.2-3 an error of its init fails the init', async () => {
  const registered = [fails('init'), call(next, { headers: identified })];
  const layer = await probeExtensions({ bad: { register: { events: [] }, registered } });
  const failing = await target.deploy({ name: 'bad', runtime, code: await probeCode(), layer });
  const answer = await failing.invoke();
  expect(answer.functionError).toBe('Unhandled');
  expect(JSON.parse(answer.body).errorType).toBe('Extension.InitError');
});

test('2.2-4 an error of its end fails the event', async () => {
  const invoke = [fails('exit'), { sleepMs: 1000 }];
  const layer = await probeExtensions({ bad: { register: { events: ['INVOKE'] }, invoke } });
  const failing = await target.deploy({ name: 'ends', runtime, code: await probeCode(), layer });
  const answer = await failing.invoke({ steps: [{ sleepMs: 20_000 }] });
  expect(JSON.parse(answer.body).errorType).toBe('Extension.ExitError');
});

test('2.2-19 refusals name the state, next has the identifier for a name', () => {
  const { body } = inside.find(({ step, status }) => step === next && status === 403) ?? {};
  expect(body).toMatch(
    /"State transition from Ready to Ready failed for extension [0-9a-f-]{36}\./,
  );
  expect(outside[8]?.body).toContain('from Registered to Registered failed for extension outer.');
});
