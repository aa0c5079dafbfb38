import { expect, it } from 'vitest';
import { provided } from '../support/provided-function.ts';
import { useSandbox } from '../support/test-sandbox.ts';

// One of each kind, for every channel and for an ordinary user; the other files go deep.
const tests = useSandbox();

it('a function that brings its own program: cold, warm, and reset by a failure', async () => {
  await using tested = await tests.create('life', provided('life'));
  const told: unknown[] = [];
  for (const event of [{}, {}, { action: 'exit', value: 3 }, {}]) {
    const { startKind, startReason, report, payload } = await tested.invoke(event);
    told.push([startKind, startReason, report.status, payload]);
  }
  const failed = expect.objectContaining({ errorType: 'Runtime.ExitError' });
  expect(told).toEqual([
    ['cold', 'first', 'success', { count: 1, tries: 1 }],
    ['warm', null, 'success', { count: 2, tries: 1 }],
    ['warm', null, 'error', failed],
    ['reset', 'afterFailure', 'success', { count: 1, tries: 2 }],
  ]);
});
