import { expect, it } from 'vitest';
import { platformError } from '../support/platform-error.ts';
import { provided } from '../support/provided-function.ts';
import { useSandbox } from '../support/test-sandbox.ts';

// Bounds of time, on a quiet machine alone, by name: npx vitest run --project cost deadline
const tests = useSandbox();

it.each([
  [1_769, 'hang', 0, 500],
  [128, 'spin', 50, 2_500],
])('at %i MB, %s %i: the timeout of 3 s is answered within 3 s and %i ms', async (...row) => {
  const [memorySizeMb, action, value, lateMs] = row;
  const options = { memorySizeMb, timeoutSeconds: 3 };
  await using tested = await tests.create('life', provided('life', options));
  for (let time = 0; time < 3; time += 1) {
    await tested.invoke();
    const result = await tested.invoke({ action, value });
    const { answeredMs } = result.timeline;
    process.stdout.write(`answered after ${answeredMs} ms, ${result.timeline.totalMs} in all\n`);
    expect(result.payload).toEqual(
      platformError(result, 'Sandbox.Timedout', 'Task timed out after 3.00 seconds'),
    );
    expect(result.logs.at(-1)?.text).toMatch(/\tDuration: 3000\.00 ms\t.*\tStatus: timeout$/);
    expect(answeredMs).toBeGreaterThanOrEqual(3_000);
    expect(answeredMs).toBeLessThan(3_000 + lateMs);
  }
});
