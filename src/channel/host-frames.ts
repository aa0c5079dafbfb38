// What the host says: `docs/wire.md`, "Host to guest".

type Variables = Readonly<Record<string, string>>;

export interface InitializeFrame {
  readonly kind: 'initialize';
  /** Program and arguments; empty: the first of `bootstraps` that exists. */
  readonly command: readonly string[];
  readonly bootstraps: readonly string[];
  readonly workingDirectory: string;
  /** The runtime's whole environment. */
  readonly variables: Variables;
  /** Each extension's whole environment. */
  readonly extensionVariables: Variables;
  readonly uid: number;
  readonly gid: number;
  readonly limits: ProcessLimits;
  readonly memorySizeMb: number;
  readonly function: RegisteredFunction;
  /** Offer the framing descriptor. */
  readonly logDescriptor: boolean;
  /** `invoke`: init is repeated inside an invocation. */
  readonly phase: 'init' | 'invoke';
  /** Ports to listen on at 127.0.0.1 and carry to the host by tunnels. */
  readonly hostServices: readonly number[];
  /** Look for the peaks that `stats` has. */
  readonly keepPeaks: boolean;
}

/** Resource limits of the processes; 0 or absent: left as they are. */
export interface ProcessLimits {
  readonly openFiles?: number;
  readonly stackBytes?: number;
  readonly coreBytes?: number;
  readonly lockedBytes?: number;
}

/** What extensions are told of the function at registration. */
export interface RegisteredFunction {
  readonly name: string;
  readonly version: string;
  readonly handler: string;
  readonly accountId: string;
}

/** One event; `eventChunk`s of `eventBytes` together follow. Empty header values: no header. */
export interface InvokeFrame {
  readonly kind: 'invoke';
  readonly requestId: string;
  /** The nonce of this attempt. */
  readonly invocationId: string;
  readonly functionArn: string;
  readonly traceId: string;
  readonly clientContext: string;
  readonly cognitoIdentity: string;
  readonly tenantId: string;
  readonly contentType: string;
  /** Until the deadline, with fractions. */
  readonly remainingMs: number;
  readonly eventBytes: number;
  readonly responseBytesMax: number;
}

/** At most 65,536 bytes. */
export interface EventChunkFrame {
  readonly kind: 'eventChunk';
  readonly bytes: Uint8Array;
}

export interface ResponseCreditFrame {
  readonly kind: 'responseCredit';
  /** How many more bytes the guest may send. */
  readonly bytes: number;
}

export interface FreezeFrame {
  readonly kind: 'freeze';
}

export interface ThawFrame {
  readonly kind: 'thaw';
}

export interface ResetFrame {
  readonly kind: 'reset';
  readonly reason: 'timeout' | 'failure';
}

export interface ShutdownFrame {
  readonly kind: 'shutdown';
  readonly reason: 'spindown' | 'timeout' | 'failure';
}

/** At most 64 bytes. */
export interface PingFrame {
  readonly kind: 'ping';
  readonly bytes: Uint8Array;
}

export interface StatsRequestFrame {
  readonly kind: 'statsRequest';
}

export interface WelcomeFrame {
  readonly kind: 'welcome';
  readonly protocol: 1;
}
