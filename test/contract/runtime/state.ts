import { expect, it } from 'vitest';
import { functionLines } from '../../support/function-lines.ts';
import type { FunctionMaker } from './function-maker.ts';

/** What an environment keeps, and what a reset takes away. Scenario `state`. */
export function testState(make: FunctionMaker): void {
  it('module code runs once; state and /tmp are there for the next event', async () => {
    await using tested = await make('state');
    const first = await tested.invoke();
    const second = await tested.invoke();
    const third = await tested.invoke();
    expect(first.payload).toEqual({ count: 1, visits: 1, loadedAt: expect.any(Number) });
    const { loadedAt } = first.payload as { readonly loadedAt: number };
    expect(second.payload).toEqual({ count: 2, visits: 2, loadedAt });
    expect(third.payload).toEqual({ count: 3, visits: 3, loadedAt });
    expect(functionLines(first)).toEqual([expect.stringMatching(/(^|\t)module code runs$/)]);
    expect([functionLines(second), functionLines(third)]).toEqual([[], []]);
    expect([first, second, third].map(({ startKind }) => startKind)).toEqual([
      ...['cold', 'warm', 'warm'],
    ]);
    expect(new Set([first, second, third].map(({ environmentId }) => environmentId)).size).toBe(1);
  });

  it('after an exit the processes are new, and /tmp is the same', async () => {
    await using tested = await make('state');
    const first = await tested.invoke();
    expect((await tested.invoke({ action: 'exit' })).functionError).toBe('Unhandled');
    const after = await tested.invoke();
    expect(after.payload).toMatchObject({ count: 1, visits: 3 });
    expect(after.payload).not.toMatchObject({
      loadedAt: (first.payload as { readonly loadedAt: number }).loadedAt,
    });
    expect(after.environmentId).toBe(first.environmentId);
  });
}
