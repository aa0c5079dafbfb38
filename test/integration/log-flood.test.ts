import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { heldBytes } from '../support/held-memory.ts';
import { useSandbox } from '../support/test-sandbox.ts';

const mebibyte = 1_048_576;
const sandbox = useSandbox();

test('who takes the log slowly slows the function; memory stays flat, no line lost', async () => {
  const { promise: taken, resolve: take } = Promise.withResolvers<void>();
  let lines = 0;
  const onLog = ({ text }: { readonly text: string }) => {
    if (!text.includes('x'.repeat(1_000))) return undefined;
    lines += 1;
    return taken;
  };
  await using tested = await sandbox.create('logs', { timeoutSeconds: 100, onLog });
  const heldBefore = heldBytes();
  const settled = tested.invoke({ action: 'flood', megabytes: 128 });
  let seen = -1;
  while (seen < lines || seen <= 0) {
    seen = lines;
    await sleep(500);
  }
  expect(lines).toBeLessThan(8_000);
  expect(heldBytes() - heldBefore).toBeLessThan(32 * mebibyte);
  take();
  const { functionError, logs } = await settled;
  expect(functionError).toBeNull();
  expect(lines).toBe(128_000);
  // A result keeps 32 Mi characters and says what it leaves out.
  expect(logs.length).toBeLessThan(33_600);
  expect(logs.at(-3)?.text).toMatch(/^lambox: \d+ lines left out here/);
  expect(heldBytes() - heldBefore).toBeLessThan(64 * mebibyte);
});
