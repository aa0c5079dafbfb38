import type { InvocationResult } from '../invocation/invocation-result.ts';
import { acceptedEpochMs } from './accepted-epoch.ts';

type Value = string | number | boolean | null;

interface TracedFunction {
  readonly functionName: string;
  readonly functionArn: string;
  readonly memorySizeMb: number;
  readonly emulated: boolean;
  readonly lamboxVersion: string;
}

const spanKind = { internal: 1, server: 2 } as const;
const statusCode = { ok: 1, error: 2 } as const;

/**
 * The timelines of invocations as OpenTelemetry's collectors take them (OTLP in JSON): one trace an
 * invocation, a span a phase. Attribute names are the semantic conventions' for FaaS.
 */
export function otlpTrace(traced: TracedFunction, results: readonly InvocationResult[]): object {
  const { functionName, functionArn, memorySizeMb, emulated, lamboxVersion } = traced;
  const resource = attributes({
    'service.name': functionName,
    'cloud.provider': 'aws',
    'cloud.platform': 'aws_lambda',
    'cloud.resource_id': functionArn,
    'faas.name': functionName,
    'faas.max_memory': memorySizeMb * 1024 * 1024,
    // Where it is true no time is comparable.
    'lambox.emulated': emulated,
  });
  const scope = { name: 'lambox', version: lamboxVersion };
  const scopeSpans = [{ scope, spans: results.flatMap(spansOf) }];
  return { resourceSpans: [{ resource: { attributes: resource }, scopeSpans }] };
}

function spansOf(result: InvocationResult): readonly object[] {
  const originMs = acceptedEpochMs(result);
  // A request id is as long and as random as a trace id.
  const traceId = result.requestId.replaceAll('-', '');
  const span = (index: number, name: string, startMs: number, endMs: number) => ({
    traceId,
    spanId: (index + 1).toString(16).padStart(16, '0'),
    name,
    startTimeUnixNano: nanoseconds(originMs, startMs),
    endTimeUnixNano: nanoseconds(originMs, endMs),
  });
  const { timeline, startKind, startReason, report, requestId, functionError } = result;
  const root = span(0, 'invocation', 0, timeline.totalMs);
  const whole = {
    ...root,
    kind: spanKind.server,
    attributes: attributes({
      'faas.invocation_id': requestId,
      'faas.coldstart': startKind !== 'warm',
      'lambox.start_kind': startKind,
      'lambox.start_reason': startReason,
      'lambox.duration_ms': report.durationMs,
      'lambox.init_duration_ms': report.initDurationMs,
      'lambox.max_memory_used_mb': report.maxMemoryUsedMb,
    }),
    status: { code: functionError === null ? statusCode.ok : statusCode.error },
  };
  const phases = timeline.phases.map(({ name, group, startMs, durationMs }, index) => ({
    ...span(index + 1, name, startMs, startMs + durationMs),
    parentSpanId: root.spanId,
    kind: spanKind.internal,
    attributes: attributes({ 'lambox.phase_group': group }),
  }));
  return [whole, ...phases];
}

function attributes(values: Readonly<Record<string, Value>>): readonly object[] {
  return Object.entries(values).flatMap(([key, value]) =>
    value === null ? [] : [{ key, value: attributeValue(value) }],
  );
}

/** 64-bit integers are text in OTLP's JSON. */
function attributeValue(value: string | number | boolean): object {
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'string') return { stringValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

/** As text: a number would lose the last digits. */
function nanoseconds(originMs: number, offsetMs: number): string {
  const wholeMs = Math.floor(originMs);
  const restNs = Math.round((originMs - wholeMs + offsetMs) * 1e6);
  return String(BigInt(wholeMs) * 1_000_000n + BigInt(restNs));
}
