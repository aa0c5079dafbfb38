import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Environment } from '../../../src/environment/environment.ts';
import { SilentStart, silentStartMs } from '../../../src/environment/silent-start.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function environmentIn(state: Environment['state']) {
  const ended = Promise.withResolvers<'terminated'>();
  return { state, ended: ended.promise as unknown as Environment['ended'], end: ended.resolve };
}

it('says once that a program has not asked for an event', () => {
  const lines: string[] = [];
  const starts = new SilentStart((line) => lines.push(line));
  for (const environment of [environmentIn('initializing'), environmentIn('initializing')]) {
    starts.watch(environment);
  }
  vi.advanceTimersByTime(silentStartMs - 1);
  expect(lines).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(lines).toEqual([expect.stringContaining('has not asked for an event within 2 s')]);
});

it.each(['ready', 'frozen', 'invoking', 'resetting', 'terminated'] as const)(
  'says nothing of one that is %s',
  (state) => {
    const lines: string[] = [];
    new SilentStart((line) => lines.push(line)).watch(environmentIn(state));
    vi.advanceTimersByTime(silentStartMs);
    expect(lines).toEqual([]);
  },
);

it('holds nothing up when the environment ends first', async () => {
  const environment = environmentIn('initializing');
  new SilentStart(() => {}).watch(environment);
  expect(vi.getTimerCount()).toBe(1);
  environment.end('terminated');
  await environment.ended;
  expect(vi.getTimerCount()).toBe(0);
});
