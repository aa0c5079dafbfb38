import { expect, test } from 'vitest';
import { probeCode, runtimeApi } from './harness/probe.ts';
import { useTarget } from './harness/use-target.ts';

const target = useTarget();

test('6-1 an error is 200 with a header, whoever it comes from', async () => {
  const code = await probeCode();
  const deployed = await target.deploy({ name: 'errors', runtime: 'provided.al2023', code });
  const own = await deployed.invoke({ steps: [runtimeApi.error('{"errorType":"Own"}')] });
  const exit = await deployed.invoke({ steps: [{ exit: 1 }] });
  for (const { status, headers } of [own, exit]) {
    expect(status).toBe(200);
    expect(headers['x-amz-function-error']).toBe('Unhandled');
    expect(headers['x-amz-executed-version']).toBe('$LATEST');
  }
  expect(own.body).toBe('{"errorType":"Own"}');
  const fine = await deployed.invoke({ steps: [runtimeApi.response('1')] });
  expect(fine.headers).not.toHaveProperty('x-amz-function-error');
});
