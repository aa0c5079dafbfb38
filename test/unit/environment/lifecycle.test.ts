import { describe, expect, it } from 'vitest';
import {
  type EnvironmentEvent,
  type EnvironmentState,
  transition,
} from '../../../src/environment/lifecycle.ts';

const requestId = 'r1';
const states: readonly EnvironmentState[] = [
  { name: 'provisioning' },
  { name: 'standby' },
  { name: 'initializing', requestId: null },
  { name: 'initializing', requestId },
  { name: 'ready' },
  { name: 'frozen' },
  { name: 'invoking', requestId },
  { name: 'resetting', cause: 'failure' },
  { name: 'reset', cause: 'timeout' },
  { name: 'terminating', reason: 'expired' },
  { name: 'terminated', reason: 'disposed' },
];
const events: readonly EnvironmentEvent[] = [
  { name: 'shimConnected' },
  { name: 'initRequested', requestId },
  { name: 'initCompleted' },
  { name: 'initFailed' },
  { name: 'initTimedOut' },
  { name: 'frozen' },
  { name: 'reserved', requestId },
  { name: 'invocationCompleted' },
  { name: 'deadlineExceeded' },
  { name: 'runtimeExited' },
  { name: 'extensionExited' },
  { name: 'outOfMemory' },
  { name: 'processesGone' },
  { name: 'terminateRequested', reason: 'channelEnded' },
  { name: 'containerExited' },
  { name: 'containerRemoved' },
];

/** The design's table. What is not here is refused. */
const legal: Readonly<Record<string, string>> = {
  'provisioning shimConnected': 'standby',
  'standby initRequested': 'initializing',
  'reset initRequested': 'initializing',
  'initializing initFailed': 'resetting',
  'initializing initTimedOut': 'resetting',
  'initializing deadlineExceeded': 'resetting',
  'initializing runtimeExited': 'resetting',
  'initializing extensionExited': 'resetting',
  'initializing outOfMemory': 'resetting',
  'ready reserved': 'invoking',
  'ready frozen': 'frozen',
  'frozen reserved': 'invoking',
  'ready runtimeExited': 'resetting',
  'ready extensionExited': 'resetting',
  'ready outOfMemory': 'resetting',
  'frozen runtimeExited': 'resetting',
  'frozen extensionExited': 'resetting',
  'frozen outOfMemory': 'resetting',
  'invoking invocationCompleted': 'ready',
  'invoking deadlineExceeded': 'resetting',
  'invoking runtimeExited': 'resetting',
  'invoking extensionExited': 'resetting',
  'invoking outOfMemory': 'resetting',
  'resetting processesGone': 'reset',
  'terminating containerRemoved': 'terminated',
};

function expected(state: EnvironmentState, event: EnvironmentEvent): string | null {
  if (event.name === 'terminateRequested' || event.name === 'containerExited') {
    return state.name === 'terminated' ? null : 'terminating';
  }
  if (state.name === 'initializing' && event.name === 'initCompleted') {
    return state.requestId === null ? 'ready' : 'invoking';
  }
  return legal[`${state.name} ${event.name}`] ?? null;
}

const pairs = states.flatMap((state) => events.map((event) => ({ state, event })));

describe('transition', () => {
  it.each(pairs)('$state.name + $event.name', ({ state, event }) => {
    const next = expected(state, event);
    const before = structuredClone(state);
    if (next === null) expect(() => transition(state, event)).toThrow(`${state.name} cannot take`);
    else expect(transition(state, event).name).toBe(next);
    expect(state).toEqual(before);
  });

  it('keeps the first reason of an end', () => {
    const ending: EnvironmentState = { name: 'terminating', reason: 'expired' };
    expect(transition(ending, { name: 'containerExited' })).toBe(ending);
    expect(transition(ending, { name: 'terminateRequested', reason: 'disposed' })).toBe(ending);
    expect(transition(ending, { name: 'containerRemoved' })).toEqual({
      name: 'terminated',
      reason: 'expired',
    });
  });

  it('remembers why it was reset', () => {
    const initializing: EnvironmentState = { name: 'initializing', requestId };
    expect(transition(initializing, { name: 'runtimeExited' })).toMatchObject({
      cause: 'failedInit',
    });
    const invoking: EnvironmentState = { name: 'invoking', requestId };
    expect(transition(invoking, { name: 'outOfMemory' })).toMatchObject({ cause: 'outOfMemory' });
    expect(transition(invoking, { name: 'deadlineExceeded' })).toMatchObject({ cause: 'timeout' });
  });
});
