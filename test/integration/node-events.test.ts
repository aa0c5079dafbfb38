import { expect, it } from 'vitest';
import { testEvents } from '../contract/runtime/events.ts';
import { functionMaker } from '../contract/runtime/function-maker.ts';
import { useSandbox } from '../support/test-sandbox.ts';
import { describeRuntimes, runtimesMadeHere } from '../support/tested-runtimes.ts';

const sandbox = useSandbox();

describeRuntimes('takes events', runtimesMadeHere('nodejs'), (runtime) => {
  testEvents(functionMaker(sandbox, runtime), {
    // What is left is what JavaScript keeps.
    rewritten: '{"a":1,"ü":"ü","big":12345678901234567000}',
    afterRefusal: 'warm',
  });
});

it('an event that is empty becomes {}', async () => {
  await using echo = await sandbox.create('echo');
  const { payload } = await echo.send('');
  expect(payload).toEqual({});
});

it('one that is not JSON is refused with its place, and no container is made', async () => {
  await using echo = await sandbox.create('echo');
  const made = sandbox.sandbox.engineCalls.get('createContainer') ?? 0;
  await expect(echo.send('{"a":\n  1,}')).rejects.toMatchObject({
    code: 'InvalidEvent',
    message: expect.stringContaining('line 2, column 5'),
  });
  // A value that JSON cannot say.
  await expect(echo.invoke({ big: 1n })).rejects.toMatchObject({ code: 'InvalidEvent' });
  expect(sandbox.sandbox.engineCalls.get('createContainer') ?? 0).toBe(made);
});
