import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildGoFunction } from '../support/provided-function.ts';
import type { TemporaryDirectory } from '../support/temporary-directory.ts';
import type { DeployedFunction } from './harness/target.ts';
import { useTarget } from './harness/use-target.ts';

const target = useTarget();
let built: TemporaryDirectory;
let deployed: DeployedFunction;

/** A function with AWS's library for Go; its handler's name is nobody's business. */
beforeAll(async () => {
  built = await buildGoFunction('go');
  deployed = await target.deploy({
    ...{ name: 'go', runtime: 'provided.al2023', handler: 'what.ever', timeoutSeconds: 20 },
    code: { bootstrap: { executable: built.join('bootstrap') } },
  });
});
afterAll(() => built[Symbol.dispose]());

async function failure(action: string) {
  const answer = await deployed.invoke({ action });
  const lines = await deployed.logOf(answer);
  const start = lines.findIndex((line) => line.startsWith('START'));
  return { answer, lines: lines.slice(start + 1, -2), error: JSON.parse(answer.body) };
}

test('6.3-17 the name of a handler is free, and the program runs', async () => {
  const answer = await deployed.invoke({ action: 'echo', value: 7 });
  expect([answer.functionError, JSON.parse(answer.body)]).toEqual([null, { count: 1, value: 7 }]);
});

test('5.6-6 6.2-5 an error of Go has its message and its type', async () => {
  const { answer, error, lines } = await failure('error');
  expect(answer.functionError).toBe('Unhandled');
  expect(error).toEqual({ errorMessage: 'no such order', errorType: 'errorString' });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('"errorMessage":"no such order"');
});

test('5.6-6 6.2-5 a panic has its stack, and ends the process', async () => {
  const { error, lines } = await failure('panic');
  expect(error).toEqual({
    errorMessage: 'thrown away',
    errorType: 'string',
    stackTrace: expect.arrayContaining([
      { path: expect.any(String), line: expect.any(Number), label: expect.any(String) },
    ]),
  });
  expect(lines[0]).toContain('"errorMessage":"thrown away"');
  expect(deployed.log().at(-1)).toMatch(/\tStatus: error\tError Type: Runtime\.ExitError$/);
});
