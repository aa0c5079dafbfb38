import { beforeAll, expect, test } from 'vitest';
import { probe, probeCode, probeExtensions, type Seen, seenBy } from './harness/probe.ts';
import type { DeployedFunction, FileContent } from './harness/target.ts';
import { useTarget } from './harness/use-target.ts';

const target = useTarget();
const runtime = 'provided.al2023';
let deployed: DeployedFunction;
let both: Readonly<Record<'slow' | 'plain', readonly Seen[]>>;

const variables = { CUSTOMER: 'seen', AWS_XRAY_CONTEXT_MISSING: 'mine', _HIDDEN: 'x' };

beforeAll(async () => {
  const layer = await probeExtensions({
    slow: { first: [{ sleepMs: 400 }], register: { events: ['INVOKE', 'SHUTDOWN'] } },
    plain: { first: [{ variables: true }], register: { events: [] } },
    'folder/inner': { register: { events: [] } },
  });
  const code = await probeCode([{ sleepMs: 1 }, { say: 'runtime' }]);
  deployed = await target.deploy({ name: 'extensions', runtime, code, layer, variables });
  await probe(deployed);
  both = { slow: seenBy(deployed, 'slow'), plain: seenBy(deployed, 'plain') };
});

const failure = async (name: string, layer: Readonly<Record<string, FileContent>>) => {
  const failing = await target.deploy({ name, runtime, code: await probeCode(), layer });
  return failing.invoke();
};

const registration = (seen: readonly Seen[]) =>
  seen.find(({ step }) => step.endsWith('/extension/register'));

test('2.1-1 files in the folder are started, those in a folder of it are not', () => {
  expect(both.slow.length).toBeGreaterThan(0);
  expect(both.plain.length).toBeGreaterThan(0);
  expect(seenBy(deployed, 'inner')).toEqual([]);
});

test('2.1-2 under its file name it is an extension from outside', () => {
  expect(registration(both.slow)?.status).toBe(200);
});

test('2.1-3 it runs in the root folder', () => {
  expect(both.plain[0]?.names?.[0]).toBe('/');
});

test('2.1-4 3.1-1 the runtime starts when all have registered', () => {
  const [started] = seenBy(deployed, 'runtime');
  const registered = [registration(both.slow)?.epochMs, registration(both.plain)?.epochMs];
  expect(started?.epochMs).toBeGreaterThanOrEqual(Math.max(...registered.map(Number)));
  expect(Number(registered[0]) - Number(both.slow[0]?.epochMs)).toBeGreaterThan(350);
});

test('2.1-5 the eleventh is too many', async () => {
  const names = Array.from({ length: 11 }, (_, at) => `number-${at}`);
  const scripts = names.map((name) => [name, { register: { events: [] } }]);
  const answer = await failure('eleven', await probeExtensions(Object.fromEntries(scripts)));
  expect(answer.body).toContain('"errorType":"Extension.LaunchError"');
});

test('2.1-6 a file switches extensions off, and their API', async () => {
  const layer = await probeExtensions({ off: { register: { events: [] } } });
  const off = { ...layer, 'disable-extensions-jwigqn8j': '' };
  const code = await probeCode();
  const quiet = await target.deploy({ name: 'off', runtime, code, layer: off });
  const request = { method: 'GET', path: '/2020-01-01/extension/event/next' };
  const { seen } = await probe(quiet, [{ request }]);
  expect(seen[0]?.status).toBe(404);
  expect(seen[0]?.bytes ?? 0).toBe(0);
  expect(seenBy(quiet, 'off')).toEqual([]);
});

test('2.1-7 one that cannot be run fails the launch', async () => {
  const answer = await failure('text', { 'extensions/text': 'not a program' });
  expect(answer.functionError).toBe('Unhandled');
  expect(answer.body).toContain('"errorType":"Extension.LaunchError"');
});

test('2.1-8 each has a process group', () => {
  expect([both.slow[0]?.names?.[1], both.plain[0]?.names?.[1]]).toEqual(['true', 'true']);
});

test('2.1-9 the variables of an extension', () => {
  const pairs = both.plain.find(({ step }) => step === 'variables')?.names ?? [];
  const given = Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s).slice(0, 2)));
  expect(given).toMatchObject({
    CUSTOMER: 'seen',
    AWS_LAMBDA_FUNCTION_NAME: 'extensions',
    AWS_REGION: 'us-east-1',
  });
  expect(Object.keys(given)).toContain('AWS_ACCESS_KEY_ID');
  expect(Object.keys(given)).toContain('AWS_LAMBDA_RUNTIME_API');
  const withheld = [
    ...['AWS_EXECUTION_ENV', 'AWS_LAMBDA_LOG_GROUP_NAME', 'AWS_LAMBDA_LOG_STREAM_NAME'],
    ...['LAMBDA_TASK_ROOT', 'LAMBDA_RUNTIME_DIR', '_HANDLER', 'AWS_XRAY_DAEMON_ADDRESS'],
    ...['AWS_XRAY_CONTEXT_MISSING', '_HIDDEN'],
  ];
  for (const name of withheld) expect(Object.keys(given)).not.toContain(name);
});
