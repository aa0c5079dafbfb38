import { beforeAll, expect, test } from 'vitest';
import { probe, probeCode } from './harness/probe.ts';
import type { DeployedFunction, FunctionSpecification, InvokeAnswer } from './harness/target.ts';
import { useTarget } from './harness/use-target.ts';

type Variables = Readonly<Record<string, string>>;

const target = useTarget();
let node: DeployedFunction;
let first: InvokeAnswer;
let given: Variables;
let again: Variables;
/** Of a JSON log, and of the two runtimes without a language. */
let json: Variables;
let al2023: Variables;
let al2: Variables;

const code = { 'index.mjs': 'export const handler = async () => ({ ...process.env });' };
const variables = {
  AWS_DEFAULT_REGION: 'eu-west-1',
  TZ: 'Europe/Berlin',
  AWS_XRAY_DAEMON_ADDRESS: 'mine:1',
  _HIDDEN: 'x',
  CUSTOMER: 'ünï = "x"',
};
const plain = { name: 'variables', runtime: 'nodejs24.x', code } as const;

async function variablesOf(runtime: FunctionSpecification['runtime']): Promise<Variables> {
  const name = runtime.replace('.', '-');
  const deployed = await target.deploy({ name, runtime, code: await probeCode() });
  const { seen } = await probe(deployed, [{ variables: true }]);
  const pairs = (seen[0]?.names ?? []).map((pair) => pair.split(/=(.*)/s).slice(0, 2));
  return Object.fromEntries(pairs);
}

beforeAll(async () => {
  node = await target.deploy(plain);
  first = await node.invoke();
  given = JSON.parse(first.body);
  again = JSON.parse((await node.invoke()).body);
  const logged = await target.deploy({
    ...{ ...plain, name: 'json', variables },
    loggingConfig: { logFormat: 'JSON', applicationLogLevel: 'WARN' },
  });
  json = JSON.parse((await logged.invoke()).body);
  al2023 = await variablesOf('provided.al2023');
  al2 = await variablesOf('provided.al2');
});

const variableOf = (of: Variables, name: string) => of[name] ?? '';

const path = '/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin';
const libraries =
  '/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:' +
  '/var/task:/var/task/lib:/opt/lib';

test.each([
  ['4.1-1', { _HANDLER: 'index.handler' }],
  ['4.1-3', { AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-1' }],
  ['4.1-4', { AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' }],
  [
    '4.1-5',
    {
      AWS_LAMBDA_FUNCTION_NAME: 'variables',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1769',
    },
  ],
  ['4.1-6', { AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand' }],
  ['4.1-10', { LAMBDA_TASK_ROOT: '/var/task' }],
  ['4.1-11', { LAMBDA_RUNTIME_DIR: '/var/runtime' }],
  ['4.1-12', { LANG: 'en_US.UTF-8' }],
  ['4.1-13', { PATH: path }],
  ['4.1-14', { LD_LIBRARY_PATH: libraries }],
  ['4.1-15', { TZ: ':UTC' }],
  ['4.1-16', { AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR' }],
  ['4.1-17', { AWS_XRAY_DAEMON_ADDRESS: '169.254.100.1:2000' }],
  ['4.1-18', { _AWS_XRAY_DAEMON_ADDRESS: '169.254.100.1', _AWS_XRAY_DAEMON_PORT: '2000' }],
])('%s %o', (_id, expected) => {
  expect(given).toMatchObject(expected);
});

test("4.1-2 the trace's variable is the event's", () => {
  const root = (header = '') => /Root=[^;]+/.exec(header)?.[0];
  expect(variableOf(given, '_X_AMZN_TRACE_ID')).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};/);
  expect(root(variableOf(given, '_X_AMZN_TRACE_ID'))).toBe(root(first.headers['x-amzn-trace-id']));
  expect(root(variableOf(again, '_X_AMZN_TRACE_ID'))).not.toBe(
    root(variableOf(given, '_X_AMZN_TRACE_ID')),
  );
});

test('4.1-7 log group and stream', () => {
  expect(variableOf(given, 'AWS_LAMBDA_LOG_GROUP_NAME')).toBe('/aws/lambda/variables');
  const stream = /^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/;
  expect(variableOf(given, 'AWS_LAMBDA_LOG_STREAM_NAME')).toMatch(stream);
});

test('4.1-8 credentials', () => {
  expect(variableOf(given, 'AWS_ACCESS_KEY_ID')).toMatch(/./);
  expect(variableOf(given, 'AWS_SECRET_ACCESS_KEY')).toMatch(/./);
  expect(given).not.toHaveProperty('AWS_ACCESS_KEY');
});

test.fails("4.1-9 the Runtime API's address is today's", () => {
  expect(variableOf(given, 'AWS_LAMBDA_RUNTIME_API')).toBe('169.254.100.1:9001');
});

test('4.1-19 format and level of the log', () => {
  expect(json).toMatchObject({ AWS_LAMBDA_LOG_FORMAT: 'JSON', AWS_LAMBDA_LOG_LEVEL: 'WARN' });
  expect(given).not.toHaveProperty('AWS_LAMBDA_LOG_LEVEL');
});

test("4.2-1 which variable wins: the customer's, but for what is reserved and hidden", async () => {
  const { CUSTOMER, AWS_DEFAULT_REGION, TZ } = variables;
  expect(json).toMatchObject({ CUSTOMER, AWS_DEFAULT_REGION, TZ });
  expect(json).not.toHaveProperty('_HIDDEN');
  expect(variableOf(json, 'AWS_XRAY_DAEMON_ADDRESS')).toBe('169.254.100.1:2000');
  const reserved = { ...plain, variables: { AWS_REGION: 'x', _HANDLER: 'y' } };
  await expect(target.deploy(reserved)).rejects.toThrow(
    'Lambda was unable to configure your environment variables because the environment variables ' +
      'you have provided contains reserved keys that are currently not supported for ' +
      'modification. Reserved keys used in this request: AWS_REGION, _HANDLER',
  );
  const large = { ...plain, variables: { LARGE: 'x'.repeat(4_096) } };
  await expect(target.deploy(large)).rejects.toThrow(/4 ?KB/);
});

test("4.3-1 Node.js's variables", () => {
  expect(given).toMatchObject({
    NODE_PATH:
      '/opt/nodejs/node24/node_modules:/opt/nodejs/node_modules:' +
      '/var/runtime/node_modules:/var/runtime:/var/task',
    PWD: '/var/task',
    SHLVL: '0',
  });
  expect(given).not.toHaveProperty('NODE_EXTRA_CA_CERTS');
});

test('4.3-6 provided.al2 has paths without a language', () => {
  expect(variableOf(al2, 'PATH')).toBe(path.replace('/var/lang/bin:', ''));
  expect(variableOf(al2, 'LD_LIBRARY_PATH')).toBe(libraries.replace('/var/lang/lib:', ''));
  for (const name of ['AWS_EXECUTION_ENV', 'PWD', 'SHLVL']) expect(al2).not.toHaveProperty(name);
});

test('4.3-7 C-31 provided.al2023 has paths with it; a program has no PWD and SHLVL', () => {
  expect(al2023).toMatchObject({ PATH: path, LD_LIBRARY_PATH: libraries });
  for (const name of ['AWS_EXECUTION_ENV', 'PWD', 'SHLVL']) {
    expect(al2023).not.toHaveProperty(name);
  }
});

test('4.3-8 the framing descriptor is hidden from a handler', () => {
  expect(given).not.toHaveProperty('_LAMBDA_TELEMETRY_LOG_FD');
});

test('C-7 provided.al2 has addresses of its own', () => {
  expect(al2).toMatchObject({
    AWS_LAMBDA_RUNTIME_API: '127.0.0.1:9001',
    AWS_XRAY_DAEMON_ADDRESS: '169.254.79.129:2000',
  });
});
