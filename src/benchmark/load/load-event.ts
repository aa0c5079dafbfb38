import type { StartKind } from '../../timeline/start-kind.ts';

/**
 * `failed` by the function, `throttled` because all environments were busy, `faulted` by the
 * platform: the engine, or us.
 */
export type LoadOutcome = 'succeeded' | 'failed' | 'throttled' | 'faulted';

/** What became of one event of an open loop. Moments are milliseconds since the first's time. */
export interface LoadEvent {
  readonly contender: string;
  readonly outcome: LoadOutcome;
  readonly scheduledMs: number;
  readonly sentMs: number;
  readonly answeredMs: number;
  /** The environment is idle again. */
  readonly settledMs: number;
  /** From the time at which it was to be sent, not from that at which it was. */
  readonly latencyMs: number;
  /** What only an event that came to an environment has. */
  readonly startKind: StartKind | null;
  readonly environmentId: string | null;
  readonly durationMs: number | null;
  readonly initDurationMs: number | null;
  readonly processorMs: number | null;
  readonly throttledMs: number | null;
  /** Of one that faulted. */
  readonly fault: string | null;
}
