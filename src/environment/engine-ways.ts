import type { Configuration } from '../configuration.ts';
import type { EngineDescription } from '../engine/container-engine.ts';

/** How files and frames get to the containers of an engine. */
export interface EngineWays {
  /** Whether containers can mount files of this machine. */
  readonly seesFiles: boolean;
  readonly channel: 'socket' | 'attach';
}

/** Decided once per engine, unless the surroundings say it. A socket is a file, too. */
export function chooseWays(
  { files, channel }: Pick<Configuration, 'files' | 'channel'>,
  { local }: EngineDescription,
): EngineWays {
  const seesFiles = files === 'auto' ? local : files === 'mount';
  if (channel !== 'auto') return { seesFiles, channel };
  return { seesFiles, channel: seesFiles ? 'socket' : 'attach' };
}
