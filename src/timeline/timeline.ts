import { LamboxError } from '../errors.ts';

/** A moment in an invocation, in milliseconds since its event was accepted. */
export interface Mark {
  readonly name: MarkName;
  readonly atMs: number;
}

/**
 * The moments, in the order in which they can happen. An invocation has those that happened in it:
 * a warm one goes from `accepted` to `eventSent` at once.
 */
export const markNames = [
  'accepted',
  'reserved',
  'containerCreated',
  'containerStarted',
  'shimConnected',
  'extensionsReady',
  'runtimeStarted',
  'initFailed',
  'processesGone',
  'runtimeRestarted',
  'initDone',
  'eventSent',
  'firstByte',
  'lastByte',
  'completed',
  'deadlineExceeded',
  'idleAgain',
] as const;

export type MarkName = (typeof markNames)[number];

/** AWS's words for the parts of a cold start, and `invoke` for the rest. */
export type PhaseGroup = 'allocation' | 'environmentSetup' | 'init' | 'invoke';

export interface Phase {
  readonly name: PhaseName;
  readonly group: PhaseGroup;
  readonly startMs: number;
  readonly durationMs: number;
}

/** Each phase ends at its mark and begins at the mark before it. */
const phaseEndingAt = {
  reserved: ['queue', 'allocation'],
  containerCreated: ['create', 'allocation'],
  containerStarted: ['start', 'allocation'],
  shimConnected: ['connect', 'environmentSetup'],
  extensionsReady: ['extensionInit', 'init'],
  runtimeStarted: ['runtimeBoot', 'environmentSetup'],
  initFailed: ['failedInit', 'init'],
  processesGone: ['reset', 'init'],
  runtimeRestarted: ['runtimeBoot', 'environmentSetup'],
  initDone: ['init', 'init'],
  eventSent: ['dispatch', 'invoke'],
  firstByte: ['handler', 'invoke'],
  lastByte: ['response', 'invoke'],
  completed: ['completion', 'invoke'],
  deadlineExceeded: ['untilDeadline', 'invoke'],
  idleAgain: ['settle', 'invoke'],
} as const satisfies Record<Exclude<MarkName, 'accepted'>, readonly [string, PhaseGroup]>;

export type PhaseName = (typeof phaseEndingAt)[keyof typeof phaseEndingAt][0];

/**
 * Phases from marks: one per pair of neighbours, so they never overlap, are never negative and sum
 * to the span from the first mark to the last.
 * @throws LamboxError `ChannelFailed` when marks go back in time or do not begin with `accepted`.
 */
export function derivePhases(marks: readonly Mark[]): readonly Phase[] {
  const first = marks[0];
  if (first?.name !== 'accepted') {
    throw new LamboxError('ChannelFailed', `a timeline begins with accepted, got ${first?.name}`);
  }
  const phases: Phase[] = [];
  let previous = first;
  for (const mark of marks.slice(1)) {
    phases.push(phaseBetween(previous, mark));
    previous = mark;
  }
  return phases;
}

function phaseBetween(from: Mark, to: Mark): Phase {
  if (to.name === 'accepted' || to.atMs < from.atMs) {
    throw new LamboxError(
      'ChannelFailed',
      `mark ${to.name} at ${to.atMs} ms cannot follow ${from.name} at ${from.atMs} ms`,
    );
  }
  const [name, group] = phaseEndingAt[to.name];
  return { name, group, startMs: from.atMs, durationMs: to.atMs - from.atMs };
}
