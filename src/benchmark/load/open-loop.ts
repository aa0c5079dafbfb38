import { LamboxError } from '../../errors.ts';
import type { InvocationResult } from '../../invocation/invocation-result.ts';
import type { LambdaFunction } from '../../lambda-function.ts';
import type { Clock } from '../../timeline/clock.ts';
import { timedEvent } from '../timed-event.ts';
import { type ArrivalRate, arrivalMs, countOfArrivals } from './arrival-schedule.ts';
import type { LoadEvent } from './load-event.ts';

export interface OpenLoop {
  readonly contender: string;
  readonly lambda: Pick<LambdaFunction, 'dispatch'>;
  readonly rate: ArrivalRate;
  /** At least one; sent in turn. */
  readonly events: readonly Uint8Array[];
}

export interface OpenLoopParts {
  readonly clock: Clock;
  /** Resolves at a moment of the clock, or soon after; at once when `signal` is aborted. */
  readonly waitUntil: (atMs: number) => Promise<void>;
  /** Sends nothing more; what is under way is waited for. */
  readonly signal: AbortSignal;
}

/**
 * Sends events at their times whatever becomes of those before. One that is late because this
 * process was busy is sent as soon as can be, and its latency counts from its time all the same:
 * to leave the waiting out would hide just what makes callers wait.
 */
export async function runOpenLoop(
  loop: OpenLoop,
  { clock, waitUntil, signal }: OpenLoopParts,
): Promise<readonly LoadEvent[]> {
  const count = countOfArrivals(loop.rate);
  const beganAtMs = clock.monotonicMs();
  const sent: Promise<LoadEvent>[] = [];
  while (sent.length < count && !signal.aborted) {
    const dueMs = arrivalMs(sent.length, loop.rate);
    // Always: answers must be let in, also while the sender is behind.
    await waitUntil(beganAtMs + dueMs);
    const nowMs = clock.monotonicMs() - beganAtMs;
    while (sent.length < count && !signal.aborted && arrivalMs(sent.length, loop.rate) <= nowMs) {
      sent.push(sendOne(loop, sent.length, beganAtMs, clock));
    }
  }
  return Promise.all(sent);
}

async function sendOne(
  { contender, lambda, rate, events }: OpenLoop,
  number: number,
  beganAtMs: number,
  clock: Clock,
): Promise<LoadEvent> {
  const scheduledMs = arrivalMs(number, rate);
  const nowMs = () => clock.monotonicMs() - beganAtMs;
  const sentMs = nowMs();
  const event = events[number % events.length] ?? new Uint8Array();
  try {
    const { result, answeredAtMs } = await timedEvent(lambda, event, clock);
    const answeredMs = answeredAtMs - beganAtMs;
    const settledMs = nowMs();
    const latencyMs = answeredMs - scheduledMs;
    const times = { scheduledMs, sentMs, answeredMs, settledMs, latencyMs };
    return { contender, ...outcomeOf(result), ...times };
  } catch (error) {
    const answeredMs = nowMs();
    const latencyMs = answeredMs - scheduledMs;
    const times = { scheduledMs, sentMs, answeredMs, settledMs: answeredMs, latencyMs };
    return { contender, ...refusalOf(error), ...times };
  }
}

type Outcome = Omit<
  LoadEvent,
  'contender' | 'scheduledMs' | 'sentMs' | 'answeredMs' | 'settledMs' | 'latencyMs'
>;

function outcomeOf(result: InvocationResult): Outcome {
  const { startKind, environmentId, report, functionError, processorTime } = result;
  return {
    outcome: functionError === null ? 'succeeded' : 'failed',
    startKind,
    environmentId,
    durationMs: report.durationMs,
    initDurationMs: report.initDurationMs,
    processorMs: processorTime?.usedMs ?? null,
    throttledMs: processorTime?.throttledMs ?? null,
    fault: null,
  };
}

function refusalOf(error: unknown): Outcome {
  const isThrottled = error instanceof LamboxError && error.code === 'ConcurrencyLimit';
  return {
    outcome: isThrottled ? 'throttled' : 'faulted',
    startKind: null,
    environmentId: null,
    durationMs: null,
    initDurationMs: null,
    processorMs: null,
    throttledMs: null,
    fault: isThrottled ? null : String(error),
  };
}
