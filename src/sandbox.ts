import type { Configuration } from './configuration.ts';
import type { EngineDescription } from './engine/container-engine.ts';
import type { Answer, InvokeOptions } from './invocation/invocation.ts';
import type { InvocationResult, LogEntry } from './invocation/invocation-result.ts';
import type {
  FunctionConfiguration,
  FunctionCredentials,
  ImageConfig,
} from './lambda/function-configuration.ts';
import type { DeployedPackage } from './package/deployed-package.ts';

export interface SandboxOptions {
  /** What `readConfiguration()` gives; read from the environment when absent. */
  readonly configuration?: Configuration;
  /** Told about long work: one line a step of pulling or building an image. */
  readonly onProgress?: (line: string) => void;
}

export interface FunctionOptions {
  /** A directory (begins with `.` or `/`, or exists as one), else an image reference. */
  readonly code: string;
  /** `nodejs24.x`; inferred where the directory makes it plain. */
  readonly runtime?: string;
  /** `index.handler`; inferred likewise. */
  readonly handler?: string;
  /** Default: the directory's or image's base name. */
  readonly functionName?: string;
  readonly memorySizeMb?: number;
  readonly timeoutSeconds?: number;
  readonly variables?: Readonly<Record<string, string>>;
  readonly ephemeralStorageMb?: number;
  readonly region?: string;
  readonly credentials?: FunctionCredentials;
  readonly imageConfig?: Partial<ImageConfig>;
  readonly platform?: string;
  /** Environments at once, and so events at once. Default 10. */
  readonly concurrency?: number;
  /** An environment that had no event for so long is terminated. Default 600. */
  readonly idleTimeoutSeconds?: number;
  /** `bridge`, `none` or the name of a network. Default `bridge`. */
  readonly networkMode?: string;
  /** `fast` leaves out freezing and the CPU quota. Default `strict`. */
  readonly isolation?: 'strict' | 'fast';
  /** Environments to start and initialize ahead of events. Default 0. */
  readonly provisioned?: number;
  /** Told about every log line as it arrives. */
  readonly onLog?: (entry: LogEntry) => void;
}

/** One engine, its leftovers cleaned, ready to run functions. */
export interface Sandbox extends AsyncDisposable {
  readonly engine: EngineDescription;
  readonly channel: 'socket' | 'attach';
  /**
   * Resolves the image, deploys the code and, where asked, starts environments.
   * @throws LamboxError `InvalidOption`, `InvalidCode`, `UnknownRuntime`, `ImageNotFound`, `ImageBuildFailed`, `StorageFailed`
   */
  createFunction(options: FunctionOptions): Promise<LambdaFunction>;
}

export interface LambdaFunction extends AsyncDisposable {
  readonly configuration: FunctionConfiguration;
  readonly functionArn: string;
  readonly package: DeployedPackage;
  readonly isolation: 'strict' | 'fast';
  /** Why this runtime and handler, where they were inferred: `index.mjs exports handler`. */
  readonly inferred: string | null;
  /** What creating the function cost, in milliseconds. */
  readonly deployment: { readonly resolveImageMs: number; readonly deployCodeMs: number };
  /**
   * Sends an event that is serialised to JSON and waits until the environment is idle again.
   * @throws LamboxError `EventTooLarge`, `ConcurrencyLimit`, `Disposed`, and the platform's faults
   */
  invoke(event: unknown, options?: InvokeOptions): Promise<InvocationResult>;
  /** Sends an event given as JSON bytes; an empty one becomes `{}`. Rejections as `invoke`, plus `InvalidEvent`. */
  dispatch(event: Uint8Array, options?: InvokeOptions): Dispatched;
}

/** An event on its way. */
export interface Dispatched {
  readonly requestId: string;
  /** The caller's answer, as soon as the runtime has given it; the environment may still be busy. */
  readonly answered: Promise<Answer>;
  /** Everything about the invocation, when the environment is idle again. */
  readonly settled: Promise<InvocationResult>;
}
