import type { Channel } from '../channel/channel.ts';
import type { InitializeFrame } from '../channel/frames.ts';
import type { Clock } from '../timeline/clock.ts';
import type { EnvironmentContainer } from './environment-container.ts';

/** What the launcher hands to an environment: a running container whose shim has said hello. */
export interface EnvironmentParts {
  readonly id: string;
  readonly clock: Clock;
  readonly container: EnvironmentContainer;
  readonly channel: Channel;
  /** What every init phase of this environment is told. */
  readonly initialization: Omit<InitializeFrame, 'kind' | 'phase'>;
  /** The init window of the first init: 10 s on demand, longer ahead of events (contract §3.1). */
  readonly initWindowMs: number;
}
