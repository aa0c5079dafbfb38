import { limits } from '../lambda/limits.ts';
import { logStreamName } from '../lambda/log-names.ts';
import { findRuntime } from '../lambda/runtimes.ts';
import { extensionVariables, runtimeVariables } from '../lambda/variables.ts';
import type { Clock } from '../timeline/clock.ts';
import type { EnvironmentParts } from './environment-parts.ts';
import type { FunctionVersion } from './function-version.ts';

/** Where the program of an image function without command and entry point may be (row 4.5-18). */
const imageBootstraps = ['/var/task/bootstrap', '/opt/bootstrap', '/var/runtime/bootstrap'];

/**
 * What the shim is told at the beginning of every init phase of one environment.
 * @param environmentId 32 hexadecimal digits, those of its log stream too.
 */
export function initialization(
  version: FunctionVersion,
  environmentId: string,
  clock: Clock,
): EnvironmentParts['initialization'] {
  const { configuration } = version;
  const runtime = configuration.runtime === null ? null : findRuntime(configuration.runtime);
  const program = runtime === null ? imageProgram(version) : zipProgram(runtime.bootstraps);
  const handler = runtime === null ? (program.arguments[0] ?? null) : configuration.handler;
  const variables = {
    configuration,
    runtime,
    imageVariables: version.package.image.environmentVariables,
    imageHandler: handler,
    initializationType: 'on-demand',
    logStreamName: logStreamName({
      startedAt: new Date(clock.epochMs()),
      functionName: configuration.functionName,
      version: configuration.version,
      logGroup: configuration.loggingConfig.logGroup,
      randomDigits: environmentId,
    }),
  } as const;
  return {
    command: [...program.entryPoint, ...program.arguments],
    bootstraps: program.bootstraps,
    workingDirectory: program.workingDirectory,
    variables: runtimeVariables(variables),
    extensionVariables: extensionVariables(variables),
    uid: limits.uid,
    gid: limits.gid,
    limits: {
      openFiles: limits.openFilesMax,
      stackBytes: limits.stackBytesMax,
      coreBytes: limits.coreBytesMax,
      lockedBytes: limits.lockedBytesMax,
    },
    memorySizeMb: configuration.memorySizeMb,
    function: {
      name: configuration.functionName,
      version: configuration.version,
      handler: handler ?? '',
      accountId: configuration.accountId,
    },
    logDescriptor: runtime?.framedLogs ?? true,
    hostServices: version.hostServices,
    keepPeaks: version.keepPeaks,
  };
}

export interface ImageProgram {
  readonly entryPoint: readonly string[];
  readonly arguments: readonly string[];
  readonly bootstraps: readonly string[];
  readonly workingDirectory: string;
}

function zipProgram(bootstraps: readonly string[]): ImageProgram {
  return { entryPoint: [], arguments: [], bootstraps, workingDirectory: '/var/task' };
}

/**
 * ENTRYPOINT, CMD and WORKDIR, each replaced by ImageConfig where that says something (contract
 * §11.3).
 */
export function imageProgram({ configuration, package: { image } }: FunctionVersion): ImageProgram {
  const { entryPoint, command, workingDirectory } = configuration.imageConfig;
  return {
    entryPoint: entryPoint ?? image.entryPoint,
    arguments: command ?? image.command,
    bootstraps: imageBootstraps,
    workingDirectory: workingDirectory ?? (image.workingDirectory || '/'),
  };
}
