import type { FunctionVersion } from '../environment/function-version.ts';
import { type ImageProgram, imageProgram } from '../environment/initialization.ts';
import type { FunctionConfiguration } from '../lambda/function-configuration.ts';
import { formatsItsOwnLogs } from '../lambda/logging-config.ts';
import { type RuntimeVersion, runtimeVersion } from '../lambda/runtime-version.ts';
import { findRuntime } from '../lambda/runtimes.ts';

/** What the log says of a function version, the same for each of its events. */
export interface LoggedFunction {
  readonly configuration: FunctionConfiguration;
  /** `null` for image functions, whose runtime has no version. */
  readonly runtimeVersion: RuntimeVersion | null;
  /** `null` for zip functions. */
  readonly imageProgram: ImageProgram | null;
  /** Whether the platform looks at each line of the function's in a JSON log. */
  readonly inspectsLines: boolean;
}

export function loggedFunction(version: FunctionVersion): LoggedFunction {
  const { configuration } = version;
  const runtime = configuration.runtime === null ? null : findRuntime(configuration.runtime);
  const { id } = version.package.image;
  return {
    configuration,
    runtimeVersion: runtime === null ? null : runtimeVersion(runtime, configuration.region, id),
    imageProgram: runtime === null ? imageProgram(version) : null,
    inspectsLines: !formatsItsOwnLogs(runtime),
  };
}
