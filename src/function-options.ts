import { resolveHostServices } from './environment/host-services.ts';
import { checkNetworkMode } from './environment/network-mode.ts';
import type { LogEntry } from './invocation/invocation-result.ts';
import type {
  FunctionConfiguration,
  FunctionCredentials,
  ImageConfig,
} from './lambda/function-configuration.ts';
import type { LoggingConfigInput } from './lambda/logging-config.ts';
import { resolveFunctionConfiguration } from './lambda/resolve-function-configuration.ts';
import { parseRuntime } from './lambda/runtimes.ts';
import type { Deployment } from './package/deployment.ts';
import { checkLayerCount } from './package/layers.ts';
import { parsePlatform } from './package/platform.ts';
import { type PullPolicy, parsePullPolicy } from './package/pull-policy.ts';

export interface FunctionOptions {
  /**
   * A directory (begins with `.` or `/`, or exists as one), a zip file (`.zip`, `.jar`), the
   * archive of an image (a file that ends in `.tar`, `.tar.gz` or `.tgz`), else an image reference.
   * A directory with a Dockerfile is built, unless a runtime or handler is given.
   */
  readonly code: string;
  /**
   * Directories and zip files that hold what shall be at `/opt`, up to five: unpacked one over the
   * other, so that the last counts. Not for images.
   */
  readonly layers?: readonly string[];
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
  /** Lambda's own: format, levels and group of the log. Default: text, `/aws/lambda/<name>`. */
  readonly loggingConfig?: LoggingConfigInput;
  /** `linux/amd64` or `linux/arm64`: an image of another architecture is refused. */
  readonly platform?: string;
  /** When a registry is asked for the image. Default `missing`: when the engine has none. */
  readonly pull?: PullPolicy;
  /** `ARG` values for a directory with a Dockerfile. */
  readonly buildArguments?: Readonly<Record<string, string>>;
  /** Environments at once, and so events at once. Default 10. */
  readonly concurrency?: number;
  /** An environment that had no event for so long is terminated. Default 600. */
  readonly idleTimeoutSeconds?: number;
  /** `bridge`, `none` or the name of a network. Default `bridge`. */
  readonly networkMode?: string;
  /**
   * Ports of services on this machine's loopback that the function finds at the same port of its
   * own, in any network. What an `AWS_ENDPOINT_URL…` variable names on localhost is one without
   * being named here.
   */
  readonly hostServices?: readonly number[];
  /** `fast` leaves out freezing, the CPU quota and a stream's speed limit. Default `strict`. */
  readonly isolation?: 'strict' | 'fast';
  /** Environments to start and initialize ahead of events. Default 0. */
  readonly provisioned?: number;
  /**
   * Containers to have waiting, with nothing of the function begun: an event that needs a new
   * environment takes one and does its init in it. Default 0.
   */
  readonly standby?: number;
  /** Each result says how close it came to each limit; the environment is watched for it. */
  readonly reportLimits?: boolean;
  /**
   * Told about every log line as it arrives. Where it returns a promise, the function waits for it
   * as it would for a full pipe.
   */
  readonly onLog?: (entry: LogEntry) => unknown;
}

export const defaults = {
  concurrency: 10,
  idleTimeoutSeconds: 600,
  networkMode: 'bridge',
} as const;

/** Numbers and names first: nobody waits for an image to learn that a timeout is out of range. */
export function checkOptions(options: FunctionOptions): void {
  if (options.runtime !== undefined) parseRuntime(options.runtime);
  if (options.platform !== undefined) parsePlatform(options.platform);
  checkLayerCount(options.layers ?? []);
  if (options.pull !== undefined) parsePullPolicy(options.pull);
  const { memorySizeMb, timeoutSeconds, ephemeralStorageMb, region, variables } = options;
  const { loggingConfig } = options;
  const numbers = { memorySizeMb, timeoutSeconds, ephemeralStorageMb, region, variables };
  const functionName = options.functionName ?? 'function';
  resolveHostServices(options.hostServices ?? [], variables ?? {});
  checkNetworkMode(options.networkMode ?? defaults.networkMode);
  resolveFunctionConfiguration({ functionName, packageType: 'Image', loggingConfig, ...numbers });
}

/** @param region where the function runs unless the options say otherwise */
export function configurationOf(
  options: FunctionOptions,
  deployment: Deployment,
  region: string,
): FunctionConfiguration {
  return resolveFunctionConfiguration({
    functionName: options.functionName ?? deployment.functionName,
    packageType: deployment.packageType,
    runtime: deployment.runtime,
    handler: deployment.handler,
    memorySizeMb: options.memorySizeMb,
    timeoutSeconds: options.timeoutSeconds,
    variables: options.variables,
    architecture: deployment.package.image.architecture,
    ephemeralStorageMb: options.ephemeralStorageMb,
    region: options.region ?? region,
    credentials: options.credentials,
    loggingConfig: options.loggingConfig,
    imageConfig: {
      entryPoint: options.imageConfig?.entryPoint ?? null,
      command: options.imageConfig?.command ?? null,
      workingDirectory: options.imageConfig?.workingDirectory ?? null,
    },
  });
}
