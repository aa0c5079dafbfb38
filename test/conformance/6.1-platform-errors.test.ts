import { beforeAll, describe, expect, test } from 'vitest';
import { functionCode } from './harness/function-code.ts';
import { extensionError, probeCode, probeExtensions, runtimeApi } from './harness/probe.ts';
import type { DeployedFunction, FunctionSpecification, InvokeAnswer } from './harness/target.ts';
import { useTarget } from './harness/use-target.ts';

const target = useTarget();
const runtime = 'provided.al2023';
let node: DeployedFunction;
let probed: DeployedFunction;

beforeAll(async () => {
  [node, probed] = await Promise.all([
    target.deploy({
      ...{ name: 'errors', runtime: 'nodejs24.x', timeoutSeconds: 20 },
      code: functionCode('node-errors'),
    }),
    target.deploy({ name: 'probed', runtime, code: await probeCode() }),
  ]);
});

/** The body of a failure that has no other, to the letter. */
const bodyOf = ({ requestId }: InvokeAnswer, errorType: string, text: string) =>
  `{"errorType":"${errorType}","errorMessage":"RequestId: ${requestId} Error: ${text}"}`;

/** Invokes a function that can never be initialized. */
async function brokenAnswer(
  name: string,
  specification: Partial<FunctionSpecification>,
): Promise<InvokeAnswer> {
  const code = await probeCode();
  const broken = await target.deploy({ name, runtime, code, ...specification });
  return broken.invoke();
}

describe('a process that ends', () => {
  test.each([
    [0, 'Runtime exited without providing a reason'],
    [3, 'Runtime exited with error: exit status 3'],
  ])('6.1-1 6.1-4 with the exit code %i', async (code, text) => {
    const answer = await node.invoke({ action: 'exit', code });
    expect([answer.status, answer.functionError]).toEqual([200, 'Unhandled']);
    expect(answer.body).toBe(bodyOf(answer, 'Runtime.ExitError', text));
  });

  test.each([
    ['SIGKILL', 'killed'],
    ['SIGSEGV', 'segmentation fault'],
    ['SIGABRT', 'aborted'],
    ['SIGTERM', 'terminated'],
  ])('6.1-1 6.1-4 by %s, as Go names it', async (signal, name) => {
    const answer = await node.invoke({ action: 'kill', signal });
    const text = `Runtime exited with error: signal: ${name}`;
    expect(answer.body).toBe(bodyOf(answer, 'Runtime.ExitError', text));
  });

  test('C-27 6.1-4 with 0 in its module code has the same words', async () => {
    const exiting = await target.deploy({
      ...{ name: 'exits', runtime: 'nodejs24.x', handler: 'exits.handler', timeoutSeconds: 20 },
      code: functionCode('node-loads'),
    });
    const answer = await exiting.invoke();
    const text = 'Runtime exited without providing a reason';
    expect(answer.body).toBe(bodyOf(answer, 'Runtime.ExitError', text));
  });
});

test('6.1-1 6.1-2 a timeout has its seconds with two decimals', async () => {
  const code = await probeCode();
  const late = await target.deploy({ name: 'late', runtime, code, timeoutSeconds: 1 });
  const answer = await late.invoke({ steps: [{ sleepMs: 60_000 }] });
  expect(answer.functionError).toBe('Unhandled');
  const text = 'Task timed out after 1.00 seconds';
  expect(answer.body).toBe(bodyOf(answer, 'Sandbox.Timedout', text));
});

test('6.1-5 out of memory has a type of its own, in the body and in the report', async () => {
  const small = await target.deploy({
    ...{ name: 'small', runtime, code: await probeCode(), memorySizeMb: 128 },
  });
  const answer = await small.invoke({ steps: [{ allocateMb: 400 }] });
  const text = 'Runtime exited with error: signal: killed';
  expect(answer.body).toBe(bodyOf(answer, 'Runtime.OutOfMemory', text));
  const report = (await small.logOf(answer)).at(-1);
  expect(report).toMatch(/\tStatus: error\tError Type: Runtime\.OutOfMemory$/);
});

describe('a program that cannot be started', () => {
  test.each([
    ['is not there', '/nowhere', 'no such file or directory'],
    ['is no program', '/var/task/other', 'exec format error'],
    ['may not be executed', '/var/task/text', 'permission denied'],
  ])('6.1-6 6.3-17 because it %s', async (_why, entryPoint, problem) => {
    const code = { other: { executable: import.meta.filename }, text: 'no program' };
    const image = { entryPoint: [entryPoint] };
    const answer = await brokenAnswer('entrypoint', { code, image });
    const text = `fork/exec ${entryPoint}: ${problem}`;
    expect(answer.body).toBe(bodyOf(answer, 'Runtime.InvalidEntrypoint', text));
  });

  test('6.1-7 because its working directory is not there', async () => {
    const image = { workingDirectory: '/no/where' };
    const answer = await brokenAnswer('directory', { image });
    const text = 'chdir /no/where: no such file or directory';
    expect(answer.body).toBe(bodyOf(answer, 'Runtime.InvalidWorkingDir', text));
  });
});

describe('an answer that is none', () => {
  test('6.1-9 because it broke off', async () => {
    const answer = await probed.invoke({ steps: [runtimeApi.response('"half', { cut: true })] });
    expect(answer.functionError).toBe('Unhandled');
    expect(JSON.parse(answer.body)).toEqual({
      errorType: 'Runtime.TruncatedResponse',
      errorMessage: expect.stringContaining(`RequestId: ${answer.requestId} Error: `),
    });
  });

  test('6.1-10 because there is no such mode', async () => {
    const headers = { 'Lambda-Runtime-Function-Response-Mode': 'fast' };
    const answer = await probed.invoke({ steps: [runtimeApi.response('1', { headers })] });
    expect([answer.status, answer.functionError, answer.body]).toEqual([200, 'Unhandled', '']);
  });

  test('6.1-11 because it is too long', async () => {
    const steps = [runtimeApi.response('', { bodyBytes: 6_291_557 })];
    const answer = await probed.invoke({ steps });
    expect([answer.status, answer.functionError]).toEqual([200, 'Unhandled']);
    expect(answer.body).toBe(
      '{"errorMessage":"Response payload size exceeded maximum allowed payload size ' +
        '(6291556 bytes).","errorType":"Function.ResponseSizeTooLarge"}',
    );
  });
});

describe('an extension', () => {
  test('6.1-12 that cannot be started', async () => {
    const layer = { 'extensions/text': 'no program' };
    const answer = await brokenAnswer('unstartable', { layer });
    const text = 'fork/exec /opt/extensions/text: permission denied';
    expect(answer.body).toBe(bodyOf(answer, 'Extension.LaunchError', text));
  });

  test.each([
    [{ exit: 0 }, 'exit code 0'],
    [{ exit: 3 }, 'exit status 3'],
    [{ signal: 9 }, 'signal: killed'],
  ])('6.1-13 that crashes by %j', async (step, text) => {
    const layer = await probeExtensions({ crashes: { first: [step] } });
    const answer = await brokenAnswer('crashes', { layer });
    expect(answer.body).toBe(bodyOf(answer, 'Extension.Crash', text));
  });

  test('6.1-14 that says why, in init and in an event', async () => {
    const post = (phase: 'init' | 'exit') => extensionError(phase, 'Extension.NoConfiguration');
    const register = { events: ['INVOKE'] };
    const failing = { failing: { register, registered: [post('init'), { exit: 1 }] } };
    const init = await brokenAnswer('init-error', { layer: await probeExtensions(failing) });
    expect(init.body).toBe(bodyOf(init, 'Extension.InitError', 'Extension.NoConfiguration'));
    const exiting = { exiting: { register, invoke: [post('exit'), { exit: 1 }] } };
    const layer = await probeExtensions(exiting);
    const code = await probeCode();
    const deployed = await target.deploy({ name: 'exit-error', runtime, code, layer });
    const exit = await deployed.invoke({ steps: [{ sleepMs: 20_000 }] });
    expect(exit.body).toBe(bodyOf(exit, 'Extension.ExitError', 'Extension.NoConfiguration'));
  });
});

test('6.1-16 an unknown type is the log’s alone: the body has the function’s own', async () => {
  const headers = { 'Lambda-Runtime-Function-Error-Type': 'Own' };
  const body = '{"errorType":"Own","errorMessage":"m"}';
  const code = await probeCode([runtimeApi.initError(body, { headers }), { exit: 1 }]);
  const failing = await target.deploy({ name: 'unknown', runtime, code });
  const answer = await failing.invoke();
  expect(answer.body).toBe(body);
  const report = (await failing.logOf(answer)).at(-1);
  expect(report).toMatch(/\tStatus: error\tError Type: Runtime\.Unknown$/);
});

test('6.1-18 the crash of a process of the function’s is none of the function’s', async () => {
  const survived = await node.invoke({ action: 'child' });
  expect([survived.functionError, survived.body]).toEqual([null, '"SIGSEGV"']);
  const hanging = await target.deploy({
    ...{ name: 'child', runtime: 'nodejs24.x', timeoutSeconds: 2 },
    code: functionCode('node-errors'),
  });
  const answer = await hanging.invoke({ action: 'childAndHang' });
  const text = 'Task timed out after 2.00 seconds';
  expect(answer.body).toBe(bodyOf(answer, 'Sandbox.Timedout', text));
});
