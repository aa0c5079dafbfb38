import { beforeAll, expect, test } from 'vitest';
import { probeCode, runtimeApi } from './harness/probe.ts';
import type { DeployedFunction } from './harness/target.ts';
import { useTarget } from './harness/use-target.ts';

const target = useTarget();
const runtime = 'provided.al2023';
let deployed: DeployedFunction;

beforeAll(async () => {
  deployed = await target.deploy({ name: 'errors', runtime, code: await probeCode() });
});

/** A function whose init posts this error and exits. */
async function failsInit(name: string, body: string, errorType?: string) {
  const headers =
    errorType === undefined ? {} : { 'Lambda-Runtime-Function-Error-Type': errorType };
  const code = await probeCode([runtimeApi.initError(body, { headers }), { exit: 1 }]);
  const failing = await target.deploy({ name, runtime, code });
  return { answer: await failing.invoke(), report: await failing.logged(/^INIT_REPORT/) };
}

test('1.4-2 1.7-1 a known error type is in the report, wherever it stands', async () => {
  const { report } = await failsInit('known', '{}', 'x Function.Custom y');
  expect(report).toMatch(/\tError Type: x Function\.Custom y$/);
});

test("1.7-2 another one of the function's is unknown", async () => {
  const { report } = await failsInit('unknown', '{}', 'Function.custom');
  expect(report).toMatch(/\tError Type: Function\.Unknown$/);
});

test("1.7-3 any other, and none, is the runtime's unknown", async () => {
  const [other, none] = [await failsInit('other', '{}', 'Own'), await failsInit('none', '{}')];
  expect(other.report).toMatch(/\tError Type: Runtime\.Unknown$/);
  expect(none.report).toMatch(/\tError Type: Runtime\.Unknown$/);
});

test('1.7-4 the body reaches the caller byte for byte', async () => {
  const body = ' {"b":  1, "a":"ü\\u00fc", "errorType":"Own"}\n';
  const answer = await deployed.invoke({ steps: [runtimeApi.error(body)] });
  expect([answer.body, answer.functionError]).toEqual([body, 'Unhandled']);
});

test('1.7-5 of a body with a cause the caller gets three members', async () => {
  const headers = { 'Content-Type': 'application/vnd.aws.lambda.error.cause+json' };
  const members = { errorMessage: 'm', errorType: 't', stackTrace: ['a', 'b'] };
  const body = JSON.stringify({ ...members, errorCause: { secret: 1 } });
  const answer = await deployed.invoke({ steps: [runtimeApi.error(body, { headers })] });
  expect(JSON.parse(answer.body)).toEqual(members);
  expect(answer.headers['content-type']).toBe('application/json');
  const broken = await deployed.invoke({ steps: [runtimeApi.error('{', { headers })] });
  expect(broken.body).toBe('"Invalid error body"');
  expect(broken.headers['content-type']).toBe('application/octet-stream');
});

test('1.7-6 an init error is JSON where its body is', async () => {
  const json = await failsInit('json', '{"a":1}');
  const text = await failsInit('text', 'not JSON');
  expect([json.answer.body, text.answer.body]).toEqual(['{"a":1}', 'not JSON']);
  expect(json.answer.headers['content-type']).toBe('application/json');
  expect(text.answer.headers['content-type']).toBe('application/octet-stream');
});
