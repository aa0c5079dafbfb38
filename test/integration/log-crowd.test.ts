import { expect, it } from 'vitest';
import type { InvocationResult } from '../../src/invocation/invocation-result.ts';
import { consoleLine, functionLines } from '../support/function-lines.ts';
import { type TestFunction, useSandbox } from '../support/test-sandbox.ts';

const sandbox = useSandbox();
const environments = 8;
const events = 10_000;

/** Two ways lead out of the function, so only each way's own order is known. */
function checkLines(result: InvocationResult, number: number): void {
  const lines = functionLines(result).map(consoleLine);
  expect(lines.map(({ message }) => message).toSorted()).toEqual(
    ['last', 'record', 'stderr', 'stdout'].map((way) => `${number} ${way}`),
  );
  const ids = lines.flatMap(({ requestId }) => (requestId === null ? [] : [requestId]));
  expect(ids).toEqual([result.requestId, result.requestId]);
}

it('no line of 10,000 events on 8 environments is lost or moved to another event', async () => {
  let told = 0;
  await using tested: TestFunction = await sandbox.create('crowd', {
    concurrency: environments,
    timeoutSeconds: 60,
    onLog: ({ origin }) => {
      if (origin === 'function') told += 1;
    },
  });
  const served = new Set<string>();
  let next = 0;
  const send = async () => {
    for (let number = next++; number < events; number = next++) {
      const result = await tested.lambda.invoke({ number });
      expect(result.payload).toBe(number);
      checkLines(result, number);
      served.add(result.environmentId);
    }
  };
  await Promise.all(Array.from({ length: environments }, send));
  expect(served.size).toBe(environments);
  expect(told).toBe(4 * events);
});
