/**
 * Where a suite of rows runs: something that takes a function and answers AWS's Invoke API for it.
 * Lambox is the first; another emulator or AWS itself need only do this.
 */
export interface Target extends AsyncDisposable {
  readonly name: string;
  deploy(specification: FunctionSpecification): Promise<DeployedFunction>;
}

/**
 * A file's text, or a file of this machine, which is executable on both sides then, or so many
 * zeros.
 */
export type FileContent = string | { readonly executable: string } | { readonly sizeBytes: number };

export interface FunctionSpecification {
  /** Lower case, digits and dashes. */
  readonly name: string;
  readonly runtime: 'nodejs24.x' | 'python3.13' | 'provided.al2023' | 'provided.al2';
  /** Default `index.handler`. */
  readonly handler?: string;
  /** By path below `/var/task`. */
  readonly code: Readonly<Record<string, FileContent>>;
  /** By path below `/opt`. */
  readonly layer?: Readonly<Record<string, FileContent>>;
  /** An image is what is asked for, not only what the target chooses. */
  readonly image?: {
    readonly entryPoint?: readonly string[];
    readonly command?: readonly string[];
    readonly workingDirectory?: string;
  };
  /** Default 1,769: one whole processor. */
  readonly memorySizeMb?: number;
  /** Default 30: a busy machine is no failure. */
  readonly timeoutSeconds?: number;
  readonly variables?: Readonly<Record<string, string>>;
  readonly ephemeralStorageMb?: number;
  /** Environments at once. Default 1. */
  readonly concurrency?: number;
  readonly loggingConfig?: {
    readonly logFormat?: 'Text' | 'JSON';
    readonly applicationLogLevel?: 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'FATAL';
    readonly systemLogLevel?: 'DEBUG' | 'INFO' | 'WARN';
    readonly logGroup?: string;
  };
  /** What only one target takes. */
  readonly more?: Readonly<Record<string, unknown>>;
}

export interface InvokeOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Instead of the function's name: an ARN, a name with a qualifier. */
  readonly functionName?: string;
  /** Does not wait until the log has the REPORT of the event before. */
  readonly overlapping?: boolean;
  /** Hangs up then; the answer is empty. */
  readonly leaveAt?: Promise<unknown>;
}

/** What Invoke answered. */
export interface InvokeAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly requestId: string;
  /** `X-Amz-Function-Error`. */
  readonly functionError: string | null;
  /** From sending the event to the answer's last byte. */
  readonly tookMs: number;
}

/** What InvokeWithResponseStream answered. */
export interface StreamedAnswer {
  readonly contentType: string;
  readonly chunks: readonly { readonly text: string; readonly atMs: number }[];
  /** How the stream ended, empty strings where the end says nothing. */
  readonly errorCode: string;
  readonly errorDetails: string;
}

export interface DeployedFunction extends AsyncDisposable {
  readonly name: string;
  readonly arn: string;
  /** Sends text or bytes as they are, everything else as JSON. */
  invoke(event?: unknown, options?: InvokeOptions): Promise<InvokeAnswer>;
  /** By InvokeWithResponseStream. */
  invokeStream(event: unknown): Promise<StreamedAnswer>;
  /** All events of its log so far, oldest first, without their line breaks. */
  log(): readonly string[];
  /** When the first event that matches happened, by the log, in milliseconds since the epoch. */
  timeOf(pattern: RegExp): number;
  /** Waits until the log has an event that matches, and gives it. */
  logged(pattern: RegExp): Promise<string>;
  /** What the log has of this answer's event: from behind the REPORT before to its own. */
  logOf(answer: InvokeAnswer): Promise<readonly string[]>;
}
