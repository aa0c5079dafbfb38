export type { CheckEvent, CheckOptions } from './check/check-options.ts';
export type { CheckedFunction, CheckReport } from './check/check-report.ts';
export type { Finding, FindingId } from './check/finding.ts';
export { type Configuration, readConfiguration } from './configuration.ts';
export type { EngineDescription } from './engine/container-engine.ts';
export { type ErrorCode, type ErrorFault, LamboxError } from './errors.ts';
export type { FunctionOptions } from './function-options.ts';
export type { Answer, Dispatched } from './invocation/answer.ts';
export type {
  InvocationResult,
  InvocationTimeline,
  LogEntry,
  ProcessorTime,
} from './invocation/invocation-result.ts';
export type { InvokeOptions } from './invocation/invoke-options.ts';
export type { Report } from './invocation/report.ts';
export type { ResponseMetadata } from './invocation/response-metadata.ts';
export type {
  DispatchedStream,
  ResponseStream,
  StreamEnd,
  StreamHead,
  StreamOptions,
} from './invocation/streamed-answer.ts';
export type {
  FunctionConfiguration,
  FunctionCredentials,
  ImageConfig,
} from './lambda/function-configuration.ts';
export type {
  ApplicationLogLevel,
  LoggingConfig,
  LoggingConfigInput,
  SystemLogLevel,
} from './lambda/logging-config.ts';
export type { LambdaFunction } from './lambda-function.ts';
export type {
  DeployedLayer,
  DeployedPackage,
  ImageSource,
  ResolvedImage,
} from './package/deployed-package.ts';
export { createSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts';
export type { StartKind, StartReason } from './timeline/start-kind.ts';
export type { Mark, MarkName, Phase, PhaseGroup, PhaseName } from './timeline/timeline.ts';
