import { applicationLine } from '../lambda/application-lines.ts';
import {
  type ApplicationLogLevel,
  isLogged,
  type SystemLogLevel,
} from '../lambda/logging-config.ts';
import {
  extensionRecord,
  initReportRecord,
  initRuntimeDoneRecord,
  initStartRecord,
  logsDroppedRecord,
  type PlatformRecord,
  platformRecordLine,
  reportRecord,
  runtimeDoneRecord,
  type Span,
  startRecord,
} from '../lambda/platform-records.ts';
import type { EventEnd, LogFormat, LoggedEvent, RuntimeShare } from './log-format.ts';

export interface LowestLevels {
  readonly application: ApplicationLogLevel;
  readonly system: SystemLogLevel;
}

/** The JSON log (contract §5.5): one document a line, each level filtered for itself. */
export function createJsonLogFormat(event: LoggedEvent, lowest: LowestLevels): LogFormat {
  const { logged, requestId, functionArn, trace, epochOf } = event;
  const { functionName, version, memorySizeMb } = logged.configuration;
  const lines = (atMs: number, ...records: readonly PlatformRecord[]) =>
    records
      .filter(({ level }) => isLogged(level, lowest.system))
      .map((record) => platformRecordLine(record, epochOf(atMs)));
  return {
    initStarted: ({ phase, atMs }) =>
      lines(
        atMs,
        initStartRecord({
          phase,
          runtimeVersion: logged.runtimeVersion,
          functionName,
          functionVersion: version,
          logStreamName: event.logStreamName,
          memorySizeMb,
        }),
      ),
    initEnded: (end) =>
      lines(
        end.atMs,
        initRuntimeDoneRecord(end.phase, end),
        ...end.extensions.map(extensionRecord),
        initReportRecord(end.phase, end, end.durationMs),
      ),
    started: (atMs) => lines(atMs, startRecord({ requestId, version, functionArn, trace })),
    ended: (end) => lines(end.atMs, ...endRecords(event, end)),
    dropped: ({ atMs, ...dropped }) => lines(atMs, logsDroppedRecord(dropped)),
    line({ text, origin, framing, epochMs }, started) {
      if (!logged.inspectsLines || origin === 'extension' || framing !== 'line') return text;
      return applicationLine(text, lowest.application, {
        epochMs,
        requestId: started ? requestId : null,
      });
    },
  };
}

function endRecords({ requestId, trace, epochOf }: LoggedEvent, end: EventEnd): PlatformRecord[] {
  const { report, ending, runtime, sentAtMs } = end;
  const sentEpochMs = sentAtMs === null ? null : epochOf(sentAtMs);
  const done = runtimeDoneRecord({
    requestId,
    ending,
    durationMs: runtime?.doneMs ?? report.durationMs,
    producedBytes: runtime?.producedBytes ?? null,
    spans: runtime === null || sentEpochMs === null ? [] : spansOf(runtime, sentEpochMs),
    trace,
  });
  const { status: _status, errorType: _errorType, ...figures } = report;
  return [done, reportRecord({ requestId, ...figures, ending, trace })];
}

function spansOf(runtime: RuntimeShare, sentEpochMs: number): readonly Span[] {
  const { responseBeganMs, responseEndedMs, doneMs } = runtime;
  const span = (name: Span['name'], fromMs: number, toMs: number): Span => ({
    name,
    startEpochMs: sentEpochMs + fromMs,
    durationMs: Math.max(0, toMs - fromMs),
  });
  const spans = [
    span('responseLatency', 0, responseBeganMs),
    span('responseDuration', responseBeganMs, responseEndedMs),
  ];
  return doneMs === null ? spans : [...spans, span('runtimeOverhead', responseEndedMs, doneMs)];
}
