import { expect, it } from 'vitest';
import { engineCallsOf } from '../support/engine-call-count.ts';
import { useSandbox } from '../support/test-sandbox.ts';

const tests = useSandbox();

const withQuota = { memorySizeMb: 128 };
/** What Lambda has most of buys 5.79 CPUs: an engine that has more needs a quota even so. */
const withoutQuota = { memorySizeMb: 10_240 };
const cpusBought = 10_240 / 1_769;

it('a cold start is create, attach where the channel needs it, start and one update', async () => {
  const { sandbox } = tests;
  await using tested = await tests.create('echo', withQuota);
  const calls = await engineCallsOf(sandbox, () => tested.invoke());
  const attach = sandbox.channel === 'attach' ? { attachContainer: 1 } : {};
  const expected = { createContainer: 1, ...attach, startContainer: 1, updateContainer: 1 };
  expect(calls).toEqual(expected);
});

it('a cold start with at least the CPUs of the engine needs no update', async ({ skip }) => {
  const { sandbox } = tests;
  skip(sandbox.engine.cpuCount > cpusBought, 'the engine has more CPUs than Lambda sells');
  await using tested = await tests.create('echo', withoutQuota);
  const calls = await engineCallsOf(sandbox, () => tested.invoke());
  const attach = sandbox.channel === 'attach' ? { attachContainer: 1 } : {};
  expect(calls).toEqual({ createContainer: 1, ...attach, startContainer: 1 });
});

it('200 warm events, a failure, a timeout and their resets make no Engine call', async () => {
  const { sandbox } = tests;
  await using tested = await tests.create('failures', { timeoutSeconds: 3 });
  await tested.invoke({ action: 'fine' });
  const calls = await engineCallsOf(sandbox, async () => {
    for (let count = 0; count < 200; count += 1) await tested.invoke({ action: 'fine' });
    await tested.invoke({ action: 'exit', code: 1 });
    await tested.invoke({ action: 'fine' });
    await tested.invoke({ action: 'hang' });
    expect((await tested.invoke({ action: 'fine' })).startKind).toBe('reset');
  });
  expect(calls).toEqual({});
});

it('the exits of all containers come from one event stream', async () => {
  const { sandbox } = tests;
  for (let count = 0; count < 3; count += 1) {
    await using tested = await tests.create('echo', withoutQuota);
    await tested.invoke();
  }
  expect(sandbox.engineCalls.get('watchExits')).toBe(1);
  expect(sandbox.engineCalls.get('waitContainer') ?? 0).toBe(0);
});
