import type { StartReason } from '../timeline/start-kind.ts';
import type { LaunchedEnvironment } from './launcher.ts';

export interface PoolOptions {
  readonly launch: () => Promise<LaunchedEnvironment>;
  /** Environments at once, and so events at once. */
  readonly concurrency: number;
  /** Environments that wait with nothing of the function begun, beside those that serve. */
  readonly standby: number;
  readonly idleTimeoutMs: number;
  /** Why the first event finds no environment; absent: because it is the first. */
  readonly firstReason?: StartReason;
  /**
   * How long an idle environment waits for the next event before it is frozen: an event that comes
   * right behind the answer to the last finds it awake. `null` with `--isolation fast`: never
   * frozen.
   */
  readonly freezeDelayMs: number | null;
  /**
   * How long an event waits for an environment that has answered its own and is not back yet. About
   * what a cold start costs: waiting longer could not have been the better choice.
   */
  readonly settleWaitMs: number;
}
