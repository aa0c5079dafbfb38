import type { InvocationResult } from '../invocation/invocation-result.ts';
import type { LambdaFunction, Sandbox } from '../sandbox.ts';

/** Goes up when a member changes its meaning or goes away; new members may come at any time. */
export const schemaVersion = 1;

/** What `invoke --json` prints; `docs/invocation.schema.json` describes it. */
export function invocationDocument(
  sandbox: Pick<Sandbox, 'engine' | 'channel' | 'ephemeralStorage'>,
  lambda: LambdaFunction,
  results: readonly InvocationResult[],
): object {
  return {
    schemaVersion,
    function: {
      ...functionMembers(lambda),
      emulated: lambda.emulated,
    },
    engine: {
      ...sandbox.engine,
      channel: sandbox.channel,
      ephemeralStorage: sandbox.ephemeralStorage,
    },
    invocations: results.map(invocationMembers),
  };
}

function functionMembers(lambda: LambdaFunction): object {
  const { configuration, package: code, deployment } = lambda;
  const { reference, id, digest, source, operatingSystem } = code.image;
  return {
    name: configuration.functionName,
    arn: lambda.functionArn,
    packageType: configuration.packageType,
    runtime: configuration.runtime,
    handler: configuration.handler,
    inferred: lambda.inferred,
    memorySizeMb: configuration.memorySizeMb,
    timeoutSeconds: configuration.timeoutSeconds,
    ephemeralStorageMb: configuration.ephemeralStorageMb,
    architecture: configuration.architecture,
    region: configuration.region,
    isolation: lambda.isolation,
    loggingConfig: configuration.loggingConfig,
    image: { reference, id, digest, source, operatingSystem },
    codeSha256: code.codeSha256,
    codeSizeBytes: code.codeSizeBytes,
    layers: code.layers,
    deployment,
  };
}

function invocationMembers(result: InvocationResult): object {
  const { payloadBytes: _bytes, report, logs, ...members } = result;
  const { durationMs, billedDurationMs, initDurationMs, memorySizeMb, maxMemoryUsedMb } = report;
  const { status, errorType } = report;
  return {
    ...members,
    logs: logs.map(({ text, offsetMs, epochMs, origin }) => ({ text, offsetMs, epochMs, origin })),
    report: {
      durationMs,
      billedDurationMs,
      initDurationMs,
      memorySizeMb,
      maxMemoryUsedMb,
      status,
      errorType,
    },
  };
}
