/**
 * The closed table of error codes. Only the caller's and the platform's faults are thrown; a
 * function that throws, times out, exits or runs out of memory is a result.
 */
const errorFaults = {
  /** An option, argument or configuration value is not acceptable. */
  InvalidOption: 'caller',
  /** The event is not JSON. */
  InvalidEvent: 'caller',
  /** The event is over the limit of its invocation type. */
  EventTooLarge: 'caller',
  /**
   * The code path does not exist, is neither directory nor zip file, leaves itself, cannot be
   * unzipped or is over the size limit.
   */
  InvalidCode: 'caller',
  /**
   * No runtime was given and the directory does not make it plain, or the identifier is not known.
   */
  UnknownRuntime: 'caller',
  /** The image reference does not exist and cannot be pulled or bootstrapped. */
  ImageNotFound: 'caller',
  /** Another process already listens there. */
  AddressInUse: 'caller',
  /** As many events are being handled as the concurrency allows. */
  ConcurrencyLimit: 'caller',
  /** The sandbox or function was disposed. */
  Disposed: 'caller',
  /** No container engine answers. */
  EngineUnreachable: 'platform',
  /** The engine refused or failed a request. */
  EngineFailed: 'platform',
  /** The engine could not mount what a container was to have. */
  MountFailed: 'platform',
  /** Building or bootstrapping an image failed. */
  ImageBuildFailed: 'platform',
  /** The disk or a folder of ours is full or not writable. */
  StorageFailed: 'platform',
  /** The shim spoke out of turn, in another protocol version, or not at all. */
  ChannelFailed: 'platform',
  /** The container ended or never became usable. */
  EnvironmentFailed: 'platform',
} as const;

export type ErrorCode = keyof typeof errorFaults;
export type ErrorFault = 'caller' | 'platform';

export interface ErrorDetails {
  /** What to do about it, one sentence. */
  readonly remedy?: string;
  /** Facts that help to understand: exit code, last log lines, paths. */
  readonly evidence?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** Everything Lambox throws on purpose. The message names the value and the expectation. */
export class LamboxError extends Error {
  override readonly name = 'LamboxError';
  readonly code: ErrorCode;
  readonly remedy: string | null;
  readonly evidence: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.remedy = details.remedy ?? null;
    this.evidence = details.evidence ?? {};
  }

  get fault(): ErrorFault {
    return errorFaults[this.code];
  }
}

export const errorCodes = Object.keys(errorFaults) as readonly ErrorCode[];
