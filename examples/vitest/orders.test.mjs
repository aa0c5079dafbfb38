import { fileURLToPath } from 'node:url';
import { createSandbox } from 'lambox';
import { afterAll, beforeAll, expect, test } from 'vitest';

const code = fileURLToPath(new URL('.', import.meta.url));
const order = { items: [{ price: 3, count: 2 }] };
let sandbox;
let orders;

beforeAll(async () => {
  sandbox = await createSandbox();
  orders = await sandbox.createFunction({
    code,
    runtime: 'nodejs24.x',
    handler: 'orders.handler',
    memorySizeMb: 512,
    timeoutSeconds: 5,
    networkMode: 'none',
  });
}, 600_000);

afterAll(() => sandbox?.[Symbol.asyncDispose]());

test('the first event starts an environment, the next one finds it warm', async () => {
  const cold = await orders.invoke(order);
  expect(cold).toMatchObject({ startKind: 'cold', startReason: 'first', functionError: null });
  expect(cold.payload).toEqual({ total: 6, events: 1, lines: 1 });
  expect(cold.report.initDurationMs).toBeGreaterThan(0);

  const warm = await orders.invoke(order);
  expect(warm).toMatchObject({ startKind: 'warm', startReason: null });
  expect(warm.payload).toEqual({ total: 6, events: 2, lines: 2 });
  expect(warm.logs.map(({ text }) => text)).toContainEqual(expect.stringMatching(/order of 1 items/));
});

test('a function that throws is a result, as on Lambda', async () => {
  const result = await orders.invoke({});
  expect(result.functionError).toBe('Unhandled');
  expect(result.payload).toMatchObject({
    errorType: 'TypeError',
    errorMessage: 'items must be a list',
  });
});
