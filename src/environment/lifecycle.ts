import { LamboxError } from '../errors.ts';

/** Why the processes of an environment are being replaced. */
export type ResetCause = 'failure' | 'timeout' | 'outOfMemory' | 'failedInit';

/** Why an environment ended. */
export type EndReason =
  | 'expired'
  | 'disposed'
  | 'codeChanged'
  | 'containerExited'
  | 'channelEnded'
  | 'resetTimedOut'
  | 'brokenRules';

/** The life of an execution environment. Each state carries exactly its own data. */
export type EnvironmentState =
  | { readonly name: 'provisioning' }
  | { readonly name: 'standby' }
  | { readonly name: 'initializing'; readonly requestId: string | null }
  | { readonly name: 'ready' }
  | { readonly name: 'frozen' }
  | { readonly name: 'invoking'; readonly requestId: string }
  | { readonly name: 'resetting'; readonly cause: ResetCause }
  | { readonly name: 'reset'; readonly cause: ResetCause }
  | { readonly name: 'terminating'; readonly reason: EndReason }
  | { readonly name: 'terminated'; readonly reason: EndReason };

export type EnvironmentEvent =
  | { readonly name: 'shimConnected' }
  /** Ahead of events (`requestId` null) or carried by an invocation. */
  | { readonly name: 'initRequested'; readonly requestId: string | null }
  | { readonly name: 'initCompleted' }
  | { readonly name: 'initFailed' }
  | { readonly name: 'initTimedOut' }
  | { readonly name: 'frozen' }
  | { readonly name: 'reserved'; readonly requestId: string }
  | { readonly name: 'invocationCompleted' }
  | { readonly name: 'deadlineExceeded' }
  | { readonly name: 'runtimeExited' }
  | { readonly name: 'extensionExited' }
  | { readonly name: 'outOfMemory' }
  | { readonly name: 'processesGone' }
  | { readonly name: 'terminateRequested'; readonly reason: EndReason }
  | { readonly name: 'containerExited' }
  | { readonly name: 'containerRemoved' };

/**
 * The only way from one state to the next. What is not listed is refused.
 * @throws LamboxError `EnvironmentFailed` for an event that the state does not allow.
 */
export function transition(state: EnvironmentState, event: EnvironmentEvent): EnvironmentState {
  return endingTransition(state, event) ?? livingTransition(state, event) ?? refuse(state, event);
}

/** Termination is possible from everywhere; the first reason is kept. */
function endingTransition(
  state: EnvironmentState,
  event: EnvironmentEvent,
): EnvironmentState | undefined {
  if (state.name === 'terminated') return undefined;
  if (event.name === 'terminateRequested') {
    return state.name === 'terminating' ? state : { name: 'terminating', reason: event.reason };
  }
  if (event.name === 'containerExited') {
    return state.name === 'terminating'
      ? state
      : { name: 'terminating', reason: 'containerExited' };
  }
  return undefined;
}

function livingTransition(
  state: EnvironmentState,
  event: EnvironmentEvent,
): EnvironmentState | undefined {
  switch (state.name) {
    case 'provisioning':
      return event.name === 'shimConnected' ? { name: 'standby' } : undefined;
    case 'standby':
    case 'reset':
      return event.name === 'initRequested'
        ? { name: 'initializing', requestId: event.requestId }
        : undefined;
    case 'initializing':
      return fromInitializing(state.requestId, event);
    case 'ready':
    case 'frozen':
      return fromIdle(state, event);
    case 'invoking':
      return event.name === 'invocationCompleted' ? { name: 'ready' } : afterFault(event);
    case 'resetting':
      return event.name === 'processesGone' ? { name: 'reset', cause: state.cause } : undefined;
    case 'terminating':
      return event.name === 'containerRemoved'
        ? { name: 'terminated', reason: state.reason }
        : undefined;
    case 'terminated':
      return undefined;
    default:
      return state satisfies never;
  }
}

function fromInitializing(
  requestId: string | null,
  event: EnvironmentEvent,
): EnvironmentState | undefined {
  switch (event.name) {
    case 'initCompleted':
      return requestId === null ? { name: 'ready' } : { name: 'invoking', requestId };
    case 'initFailed':
    case 'initTimedOut':
    case 'runtimeExited':
    case 'extensionExited':
      return { name: 'resetting', cause: 'failedInit' };
    default:
      return afterFault(event);
  }
}

function fromIdle(
  state: { readonly name: 'ready' | 'frozen' },
  event: EnvironmentEvent,
): EnvironmentState | undefined {
  if (event.name === 'reserved') return { name: 'invoking', requestId: event.requestId };
  if (event.name === 'frozen' && state.name === 'ready') return { name: 'frozen' };
  return event.name === 'deadlineExceeded' ? undefined : afterFault(event);
}

function afterFault(event: EnvironmentEvent): EnvironmentState | undefined {
  switch (event.name) {
    case 'deadlineExceeded':
      return { name: 'resetting', cause: 'timeout' };
    case 'runtimeExited':
    case 'extensionExited':
      return { name: 'resetting', cause: 'failure' };
    case 'outOfMemory':
      return { name: 'resetting', cause: 'outOfMemory' };
    default:
      return undefined;
  }
}

function refuse(state: EnvironmentState, event: EnvironmentEvent): never {
  throw new LamboxError(
    'EnvironmentFailed',
    `an environment that is ${state.name} cannot take ${event.name}`,
    { evidence: { state, event } },
  );
}
