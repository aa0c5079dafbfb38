// What the guest says: `docs/wire.md`, "Guest to host". `sinceUs` counts from the frame that began
// the phase, in a log from the hello.

export interface HelloFrame {
  readonly kind: 'hello';
  readonly protocol: 1;
  /** The shim's version. */
  readonly shim: string;
  readonly architecture: 'amd64' | 'arm64';
  /** 0: none was found. */
  readonly cgroupVersion: 0 | 1 | 2;
  readonly capabilities: readonly string[];
}

export interface MarkFrame {
  readonly kind: 'mark';
  readonly mark: 'extensionsReady' | 'runtimeStarted' | 'runtimeReady' | 'eventTaken';
  readonly sinceUs: number;
}

export interface InitCompletedFrame {
  readonly kind: 'initCompleted';
  readonly durationUs: number;
  readonly memoryBytes: number;
  readonly runtimeRelease: string;
  readonly extensions: readonly ExtensionState[];
}

export interface ExtensionState {
  readonly name: string;
  readonly state: string;
  readonly events: readonly string[];
  readonly errorType?: string;
}

/** A process ended, or could not be started. `errorType` and `message` are contract §6.1's. */
export interface ProcessExitedFrame {
  readonly kind: 'processExited';
  readonly process: 'runtime' | 'extension';
  readonly name: string;
  readonly exitCode: number | null;
  /** `killed`, `segmentation fault`, …; `null` where the process exited by itself. */
  readonly signal: string | null;
  readonly errorType: string;
  readonly message: string;
  readonly sinceUs: number;
  readonly memoryBytes: number;
  /** In init alone, where there are any. */
  readonly extensions?: readonly ExtensionState[];
}

/** Ahead of the `processExited` it explains. */
export interface OutOfMemoryFrame {
  readonly kind: 'outOfMemory';
  readonly victim: string;
  readonly memoryBytes: number;
  readonly kills: number;
  readonly sinceUs: number;
}

export interface InitErrorFrame {
  readonly kind: 'initError';
  readonly errorType: string;
  readonly contentType: string;
  readonly body: Uint8Array;
}

export interface ExtensionErrorFrame {
  readonly kind: 'extensionError';
  readonly name: string;
  readonly phase: 'init' | 'exit';
  readonly errorType: string;
  readonly body: Uint8Array;
  /** In init alone. */
  readonly extensions?: readonly ExtensionState[];
}

export interface EventCreditFrame {
  readonly kind: 'eventCredit';
  /** How many more bytes the host may send. */
  readonly bytes: number;
}

export interface ResponseHeadFrame {
  readonly kind: 'responseHead';
  readonly requestId: string;
  /** Which the runtime posted: a response or an error. The wire's member `kind`. */
  readonly answer: 'response' | 'error';
  readonly contentType: string;
  readonly mode: 'buffered' | 'streaming';
  /** Empty for a response. */
  readonly errorType: string;
  readonly sinceUs: number;
}

/**
 * A piece of the response, at most 65,536 bytes. A chunk that arrives in pieces is handed on in
 * pieces, so only the bytes count, never the number of chunks.
 */
export interface ResponseChunkFrame {
  readonly kind: 'responseChunk';
  readonly bytes: Uint8Array;
}

export interface ResponseEndFrame {
  readonly kind: 'responseEnd';
  readonly outcome: 'complete' | 'tooLarge' | 'truncated' | 'invalidMode';
  /** Length of the whole response. */
  readonly bytes: number;
  readonly errorType: string;
  readonly errorBody: Uint8Array;
  readonly sinceUs: number;
}

/** A second `next` for the same event: its chunks are sent again. */
export interface ResendFrame {
  readonly kind: 'resend';
  readonly requestId: string;
}

export interface InvocationCompletedFrame {
  readonly kind: 'invocationCompleted';
  readonly requestId: string;
  readonly durationUs: number;
  readonly runtimeDurationUs: number;
  readonly memoryBytes: number;
  readonly cpuUs: number;
  readonly throttledUs: number;
  readonly ranWhileFrozenUs: number;
  readonly processes: number;
}

export interface FrozenFrame {
  readonly kind: 'frozen';
  readonly processes: number;
  readonly durationUs: number;
}

export interface ThawedFrame {
  readonly kind: 'thawed';
  readonly ranWhileFrozenUs: number;
}

export interface ResetDoneFrame {
  readonly kind: 'resetDone';
  readonly durationUs: number;
  readonly memoryBytes: number;
  /** Where the reset ended an init. */
  readonly extensions?: readonly ExtensionState[];
}

export interface ShutdownDoneFrame {
  readonly kind: 'shutdownDone';
  readonly durationUs: number;
}

/** The ping's bytes. */
export interface PongFrame {
  readonly kind: 'pong';
  readonly bytes: Uint8Array;
}

export interface StatsFrame {
  readonly kind: 'stats';
  readonly processes: number;
  /** Of those processes. */
  readonly threads: number;
  readonly descriptors: number;
  /** The most that one process has; 0 where the kernel does not tell. */
  readonly descriptorsMax: number;
  /** What is taken of `/tmp`. */
  readonly tmpBytes: number;
  readonly memoryBytes: number;
  readonly cpuUs: number;
  readonly shimMemoryBytes: number;
  /** Where `initialize` asked for them: the most that was seen since the last `invoke`. */
  readonly peaks?: {
    readonly threads: number;
    readonly descriptorsMax: number;
    readonly tmpBytes: number;
  };
}

export interface LogFrame {
  readonly kind: 'log';
  readonly sinceUs: number;
  /** A framed record's own time, microseconds since the epoch; else 0. */
  readonly epochUs: number;
  readonly origin: 'function' | 'extension';
  readonly framing: 'line' | 'text' | 'json';
  readonly level: LogLevel | null;
  /** The next record goes on where this one stops. */
  readonly continues: boolean;
  /** Without its line break; bytes that are no UTF-8 are replaced by U+FFFD. */
  readonly text: string;
}

export type LogLevel = 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'FATAL';

export interface LogsDroppedFrame {
  readonly kind: 'logsDropped';
  readonly records: number;
  readonly bytes: number;
  readonly reason: string;
}

/** The last frame of a guest that could not read what it was sent. */
export interface ProtocolErrorFrame {
  readonly kind: 'protocolError';
  readonly message: string;
}
