import type { SystemLogLevel } from './logging-config.ts';
import type { RuntimeVersion } from './runtime-version.ts';
import type { SampledTrace } from './trace-ids.ts';

/** One event of the platform's in the JSON log (contract §2.4), with its level (§5.5). */
export interface PlatformRecord {
  readonly type: `platform.${string}`;
  readonly level: SystemLogLevel;
  /** Members that are `undefined` are not written. */
  readonly record: Readonly<Record<string, unknown>>;
}

/** How a phase or an event ended; a type that begins with `Sandbox.` makes it a failure. */
export interface Ending {
  readonly status: 'success' | 'error' | 'timeout';
  readonly errorType: string | null;
}

type Phase = 'init' | 'invoke';

const initializationType = 'on-demand';

/** Row 2.4-1. */
export function platformRecordLine({ type, record }: PlatformRecord, epochMs: number): string {
  return JSON.stringify({ time: new Date(epochMs).toISOString(), type, record });
}

/** Rows 2.4-2 and 5.5-3. */
export function initStartRecord(start: {
  readonly phase: Phase;
  readonly runtimeVersion: RuntimeVersion | null;
  readonly functionName: string;
  readonly functionVersion: string;
  readonly logStreamName: string;
  readonly memorySizeMb: number;
}): PlatformRecord {
  const { phase, runtimeVersion, functionName, functionVersion } = start;
  return {
    type: 'platform.initStart',
    level: runtimeVersion === null ? 'DEBUG' : 'INFO',
    record: {
      initializationType,
      phase,
      runtimeVersion: runtimeVersion?.version,
      runtimeVersionArn: runtimeVersion?.arn,
      functionName,
      functionVersion,
      instanceId: start.logStreamName,
      instanceMaxMemory: start.memorySizeMb * 1024 * 1024,
    },
  };
}

/** Rows 2.4-3, 2.4-15 and 5.5-4: a time-out names a type here, in the init's report it does not. */
export function initRuntimeDoneRecord(phase: Phase, ending: Ending): PlatformRecord {
  const timedOut = ending.status === 'timeout' ? { errorType: 'Runtime.Unknown' } : {};
  return {
    type: 'platform.initRuntimeDone',
    level: successLevel(ending, 'DEBUG'),
    record: { initializationType, phase, ...endingMembers(ending), ...timedOut },
  };
}

/** Rows 2.4-4 and 5.5-5. */
export function initReportRecord(phase: Phase, ending: Ending, durationMs: number): PlatformRecord {
  return {
    type: 'platform.initReport',
    level: successLevel(ending, 'DEBUG'),
    record: {
      initializationType,
      phase,
      ...endingMembers(ending),
      metrics: { durationMs: rounded(durationMs) },
    },
  };
}

/** Rows 2.4-5 and 5.5-12. */
export function extensionRecord(extension: {
  readonly name: string;
  readonly state: string;
  readonly events: readonly string[];
  readonly errorType?: string | undefined;
}): PlatformRecord {
  const { name, state, events, errorType } = extension;
  const level = errorType === undefined ? 'INFO' : 'WARN';
  return { type: 'platform.extension', level, record: { name, state, events, errorType } };
}

/** Rows 2.4-7 and 5.5-9. */
export function startRecord(start: {
  readonly requestId: string;
  readonly version: string;
  readonly functionArn: string;
  readonly trace: SampledTrace | null;
}): PlatformRecord {
  const { requestId, version, functionArn, trace } = start;
  const tracing = tracingMember(trace);
  return {
    type: 'platform.start',
    level: 'INFO',
    record: { requestId, version, functionArn, tracing },
  };
}

/** A part of an event's time, named as AWS does. */
export interface Span {
  readonly name: 'responseLatency' | 'responseDuration' | 'runtimeOverhead';
  readonly startEpochMs: number;
  readonly durationMs: number;
}

/** Rows 2.4-8 and 5.5-10. */
export function runtimeDoneRecord(done: {
  readonly requestId: string;
  readonly ending: Ending;
  readonly durationMs: number;
  /** `null` where nothing was answered. */
  readonly producedBytes: number | null;
  readonly spans: readonly Span[];
  readonly trace: SampledTrace | null;
}): PlatformRecord {
  const { requestId, ending, durationMs, producedBytes, spans, trace } = done;
  return {
    type: 'platform.runtimeDone',
    level: successLevel(ending, 'DEBUG'),
    record: {
      requestId,
      ...endingMembers(ending),
      metrics: { durationMs: rounded(durationMs), producedBytes: producedBytes ?? undefined },
      spans: spans.length === 0 ? undefined : spans.map(spanMember),
      tracing: tracingMember(trace),
    },
  };
}

/** Rows 2.4-9 and 5.5-11. */
export function reportRecord(report: {
  readonly requestId: string;
  readonly ending: Ending;
  readonly durationMs: number;
  readonly billedDurationMs: number;
  readonly memorySizeMb: number;
  readonly maxMemoryUsedMb: number;
  readonly initDurationMs: number | null;
  readonly trace: SampledTrace | null;
}): PlatformRecord {
  const { requestId, ending, billedDurationMs, initDurationMs, trace } = report;
  return {
    type: 'platform.report',
    level: successLevel(ending, 'INFO'),
    record: {
      requestId,
      metrics: {
        durationMs: rounded(report.durationMs),
        billedDurationMs,
        memorySizeMB: report.memorySizeMb,
        maxMemoryUsedMB: report.maxMemoryUsedMb,
        initDurationMs: initDurationMs === null ? undefined : rounded(initDurationMs),
      },
      ...endingMembers(ending),
      tracing: tracingMember(trace),
    },
  };
}

/** Rows 2.4-13 and 5.5-14. */
export function logsDroppedRecord(dropped: {
  readonly records: number;
  readonly bytes: number;
  readonly reason: string;
}): PlatformRecord {
  const { records: droppedRecords, bytes: droppedBytes, reason } = dropped;
  return {
    type: 'platform.logsDropped',
    level: 'WARN',
    record: { droppedBytes, droppedRecords, reason },
  };
}

function successLevel({ status }: Ending, level: SystemLogLevel): SystemLogLevel {
  return status === 'success' ? level : 'WARN';
}

/** Row 2.4-15. */
function endingMembers({ status, errorType }: Ending): Readonly<Record<string, unknown>> {
  if (status !== 'error') return { status };
  const failure = errorType?.startsWith('Sandbox.') ?? false;
  return { status: failure ? 'failure' : 'error', errorType: errorType ?? undefined };
}

function tracingMember(trace: SampledTrace | null): object | undefined {
  if (trace === null) return undefined;
  return { spanId: trace.segmentId, type: 'X-Amzn-Trace-Id', value: trace.header };
}

function spanMember({ name, startEpochMs, durationMs }: Span): object {
  const start = new Date(startEpochMs).toISOString();
  return { name, start, durationMs: rounded(durationMs) };
}

/** At most three decimals (row 5.5-2). */
function rounded(durationMs: number): number {
  return Math.round(durationMs * 1000) / 1000;
}
