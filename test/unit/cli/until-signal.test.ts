import { expect, test } from 'vitest';
import { untilSignal } from '../../../src/cli/until-signal.ts';

function surroundings() {
  const listeners = new Set<(signal: NodeJS.Signals) => void>();
  const exits: number[] = [];
  return {
    exits,
    listeners,
    signal: (name: NodeJS.Signals) => {
      for (const listener of [...listeners]) listener(name);
    },
    onSignal: (listener: (signal: NodeJS.Signals) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    exit: (code: number) => exits.push(code),
  };
}

const thing = (name: string, disposed: string[]) =>
  Promise.resolve({
    [Symbol.asyncDispose]: async () => {
      disposed.push(name);
    },
  });

test("without a signal: the work's exit code, everything disposed in reverse", async () => {
  const disposed: string[] = [];
  const context = surroundings();
  const exitCode = await untilSignal(context, async ({ owns }) => {
    await owns(thing('a', disposed));
    await owns(thing('b', disposed));
    return 1;
  });
  expect([exitCode, disposed, context.listeners.size]).toEqual([1, ['b', 'a'], 0]);
});

test('an error passes through, after disposing', async () => {
  const disposed: string[] = [];
  const work = untilSignal(surroundings(), async ({ owns }) => {
    await owns(thing('a', disposed));
    throw new RangeError('no');
  });
  await expect(work).rejects.toThrow(RangeError);
  expect(disposed).toEqual(['a']);
});

test.each([
  ['SIGINT', undefined, 130],
  ['SIGTERM', undefined, 143],
  ['SIGTERM', 0, 0],
] as const)('%s ends work that never ends', async (signal, endedBySignal, expected) => {
  const disposed: string[] = [];
  const context = surroundings();
  const work = untilSignal(
    context,
    async ({ owns }) => {
      await owns(thing('a', disposed));
      context.signal(signal);
      return new Promise<number>(() => {});
    },
    endedBySignal,
  );
  expect(await work).toBe(expected);
  expect(disposed).toEqual(['a']);
});

test('what comes to be after the signal is disposed, too', async () => {
  const disposed: string[] = [];
  const context = surroundings();
  const { promise: late, resolve } = Promise.withResolvers<AsyncDisposable>();
  const { promise: refused, resolve: refuse } = Promise.withResolvers<unknown>();
  const work = untilSignal(context, async ({ owns }) => {
    context.signal('SIGINT');
    await owns(late).catch(refuse);
    return 0;
  });
  expect(await work).toBe(130);
  resolve(await thing('late', disposed));
  expect(await refused).toMatchObject({ code: 'Disposed' });
  expect(disposed).toEqual(['late']);
});

test('a second signal ends the process', async () => {
  const context = surroundings();
  const work = untilSignal(context, async ({ owns }) => {
    await owns(
      Promise.resolve({
        [Symbol.asyncDispose]: async () => context.signal('SIGINT'),
      }),
    );
    context.signal('SIGINT');
    return new Promise<number>(() => {});
  });
  await work;
  expect(context.exits).toEqual([130]);
});
