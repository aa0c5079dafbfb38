import type { Configuration } from './configuration.ts';
import type { ContainerEngine, EngineDescription } from './engine/container-engine.ts';
import type { EphemeralStorage } from './environment/ephemeral-storage.ts';
import type { LauncherParts } from './environment/launcher.ts';
import type { Logger } from './log.ts';
import type { ImageFlights } from './package/image-flights.ts';
import type { Clock } from './timeline/clock.ts';

/** What every function of a sandbox shares. */
export interface FunctionSurroundings {
  readonly configuration: Configuration;
  readonly engine: ContainerEngine;
  readonly description: EngineDescription;
  /** Whether containers can mount files of this machine. */
  readonly seesFiles: boolean;
  readonly clock: Clock;
  readonly storage: Pick<EphemeralStorage, 'prepare'>;
  readonly launcher: LauncherParts;
  readonly flights: ImageFlights;
  readonly log: Logger;
  readonly onProgress: (line: string) => void;
}
