import { expect, it, vi } from 'vitest';
import { readConfiguration } from '../../src/configuration.ts';
import { findEngine } from '../../src/engine/find-engine.ts';
import { environmentLabel, ownerLabel } from '../../src/environment/labels.ts';
import { currentOwner, formatOwner } from '../../src/owner.ts';
import { loopFilesOf } from '../support/loop-files.ts';
import { type TestFunction, useSandbox } from '../support/test-sandbox.ts';

const tests = useSandbox();
// Emulated, a function with so little of a processor needs minutes to write 400 MB.
const smallest = { memorySizeMb: 128, timeoutSeconds: 900, ephemeralStorageMb: 512 };

async function ask(tested: TestFunction, event: unknown): Promise<unknown> {
  const { payload, functionError } = await tested.invoke(event);
  expect(functionError, JSON.stringify(payload)).toBeNull();
  return payload;
}

it('is a file system of its own, of the size asked for, empty, open to everybody', async () => {
  await using tested = await tests.create('storage', { ...smallest, ephemeralStorageMb: 600 });
  expect(tests.sandbox.ephemeralStorage).toEqual({ kind: 'ext4', reason: null });
  expect(await ask(tested, { action: 'list' })).toEqual([]);
  expect(await ask(tested, { action: 'room' })).toEqual({ type: 'ef53', availableMb: 600 });
  expect(await ask(tested, { action: 'mode' })).toEqual({ mode: '1777', uid: 0, gid: 0 });
  expect(await ask(tested, { action: 'own' })).toEqual({ mode: '644', uid: 993, gid: 990 });
  expect(await ask(tested, { action: 'execute' })).toBe('ran\n');
});

it('takes 400 MB in a function of 128 MB, which are not its memory', async () => {
  await using tested = await tests.create('storage', smallest);
  const before = await tested.invoke({ action: 'list' });
  const after = await tested.invoke({ action: 'fill', file: '/tmp/a', megabytes: 400 });
  expect(after.payload).toEqual({ writtenMb: 400, error: null });
  const growth = after.report.maxMemoryUsedMb - before.report.maxMemoryUsedMb;
  expect(growth).toBeLessThan(20);
});

it('is full at its size, and a full one does not keep the next event waiting', async () => {
  await using tested = await tests.create('storage', smallest);
  const full = await tested.invoke({ action: 'fill', file: '/tmp/a', megabytes: 600 });
  expect(full.payload).toMatchObject({ error: 'ENOSPC' });
  const { writtenMb } = full.payload as { readonly writtenMb: number };
  expect(writtenMb).toBeGreaterThanOrEqual(511);
  expect(writtenMb).toBeLessThanOrEqual(513);
  expect((await tested.invoke({ action: 'exit' })).functionError).toBe('Unhandled');
  const next = await tested.invoke({ action: 'list' });
  expect(next.startKind).toBe('reset');
  expect(next.payload).toEqual(['a']);
});

it('is each environment’s own, and goes with it', async () => {
  for (const name of ['first', 'second', 'third']) {
    await using tested = await tests.create('storage', { ...smallest, functionName: name });
    expect(await ask(tested, { action: 'list' })).toEqual([]);
    expect(await ask(tested, { action: 'own' })).toMatchObject({ uid: 993 });
  }
  const id = await keeperId();
  // Two of each size are ready for the next cold start, none else is there.
  const sizes = 2;
  const patience = { timeout: 60_000, interval: 50 };
  await vi.waitFor(async () => expect(await loopFilesOf(id)).toHaveLength(2 * sizes), patience);
});

/** The container that holds what is ready. */
async function keeperId(): Promise<string> {
  const engine = await findEngine(readConfiguration().engine);
  try {
    const owner = { [ownerLabel]: formatOwner(currentOwner()) };
    const containers = await engine.listContainers(owner);
    const keeper = containers.find(({ labels }) => labels[environmentLabel] === undefined);
    return keeper?.id ?? expect.fail('nobody keeps anything');
  } finally {
    await engine.close();
  }
}
