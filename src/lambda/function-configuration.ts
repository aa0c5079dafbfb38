import type { LoggingConfig } from './logging-config.ts';

/** What a function is called and allowed, complete: every default applied, every value checked. */
export interface FunctionConfiguration {
  readonly functionName: string;
  readonly packageType: 'Zip' | 'Image';
  /** `nodejs24.x`; `null` for image functions. */
  readonly runtime: string | null;
  /** `index.handler`; `null` for image functions. */
  readonly handler: string | null;
  /** 128–10,240 in steps of 1. */
  readonly memorySizeMb: number;
  /** 1–900. */
  readonly timeoutSeconds: number;
  /** The customer's own environment variables. */
  readonly variables: Readonly<Record<string, string>>;
  readonly architecture: 'x86_64' | 'arm64';
  /** Size of `/tmp`, 512–10,240. */
  readonly ephemeralStorageMb: number;
  readonly region: string;
  /** Twelve digits. */
  readonly accountId: string;
  /** `$LATEST` or a number. */
  readonly version: string;
  readonly credentials: FunctionCredentials;
  /** Overrides of an image function. */
  readonly imageConfig: ImageConfig;
  readonly loggingConfig: LoggingConfig;
}

export interface FunctionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

export interface ImageConfig {
  readonly entryPoint: readonly string[] | null;
  readonly command: readonly string[] | null;
  readonly workingDirectory: string | null;
}
