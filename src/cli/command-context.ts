import type { Configuration, EngineSurroundings } from '../configuration.ts';
import type { ContainerEngine } from '../engine/container-engine.ts';
import type { Sandbox, SandboxOptions } from '../sandbox.ts';
import type { Paint } from './paint.ts';
import type { Streams } from './streams.ts';

/** What a detached run says of itself. */
export interface Announcement {
  readonly name: string;
  /** The file that its output goes to. */
  readonly log: string | null;
}

/** What every command works with. All that reaches outside the process comes from here. */
export interface CommandContext {
  readonly streams: Streams;
  /** Colours for stderr. */
  readonly paint: Paint;
  /** Colours for stdout. */
  readonly outPaint: Paint;
  readonly configuration: Configuration;
  readonly createSandbox: (options: SandboxOptions) => Promise<Sandbox>;
  readonly findEngine: (surroundings: EngineSurroundings) => Promise<ContainerEngine>;
  /** Calls back for SIGINT and SIGTERM until the returned function is called. */
  readonly onSignal: (listener: (signal: NodeJS.Signals) => void) => () => void;
  /** As `process.argv`. */
  readonly argv: readonly string[];
  /** Tells the process that waits for a detached run that it is ready. */
  readonly announce: (announcement: Announcement) => void;
  /** Ends the process at once. */
  readonly exit: (code: number) => void;
}
