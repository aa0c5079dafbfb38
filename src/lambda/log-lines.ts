/**
 * The platform's lines of the text log (contract §5.2), without the line break that ends each of
 * them: whoever writes the log adds it. A TAB at a line's end belongs to the line.
 */

/** Row 5.2-1; only where the version of a managed runtime is known. */
export function initStartLine(runtimeVersion: string, runtimeVersionArn: string): string {
  return (
    `INIT_START Runtime Version: ${runtimeVersion}\t` + `Runtime Version ARN: ${runtimeVersionArn}`
  );
}

export interface ExtensionState {
  readonly name: string;
  /** `Ready`, or the state in which it failed. */
  readonly state: string;
  /** In the order of registration. */
  readonly events: readonly string[];
  readonly errorType?: string | undefined;
}

/** Row 5.2-2. */
export function extensionLine({ name, state, events, errorType }: ExtensionState): string {
  const error = errorType === undefined ? '' : `\tError Type: ${errorType}`;
  return `EXTENSION\tName: ${name}\tState: ${state}\tEvents: [${events.join(', ')}]${error}`;
}

/** Row 5.2-4. */
export function startLine(requestId: string, version: string): string {
  return `START RequestId: ${requestId} Version: ${version}`;
}

/** Row 5.2-5. */
export function endLine(requestId: string): string {
  return `END RequestId: ${requestId}`;
}

export interface ReportLine {
  readonly requestId: string;
  readonly durationMs: number;
  readonly billedDurationMs: number;
  readonly memorySizeMb: number;
  readonly maxMemoryUsedMb: number;
  /** `null` where init was not part of this event, or was repeated inside it. */
  readonly initDurationMs: number | null;
  /**
   * What the line says of the event's end: nothing, `Status: timeout`, or `Status: error` and a
   * type.
   */
  readonly status: 'success' | 'error' | 'timeout';
  readonly errorType: string | null;
  /** The second line of a traced event (row 5.2-10). */
  readonly trace: { readonly traceId: string; readonly segmentId: string } | null;
}

/** Rows 5.2-6, 5.2-7, 5.2-9, 5.2-10 and 5.2-14. */
export function reportLine(report: ReportLine): string {
  const init =
    report.initDurationMs === null ? '' : `Init Duration: ${milliseconds(report.initDurationMs)}\t`;
  const trace =
    report.trace === null
      ? ''
      : `\nXRAY TraceId: ${report.trace.traceId}\tSegmentId: ${report.trace.segmentId}\t` +
        'Sampled: true\t';
  return (
    `REPORT RequestId: ${report.requestId}\t` +
    `Duration: ${milliseconds(report.durationMs)}\t` +
    `Billed Duration: ${report.billedDurationMs} ms\t` +
    `Memory Size: ${report.memorySizeMb} MB\t` +
    `Max Memory Used: ${report.maxMemoryUsedMb} MB\t` +
    `${init}${failure(report.status, report.errorType)}${trace}`
  );
}

export interface InitReportLine {
  readonly initDurationMs: number;
  /** `invoke` when init was repeated inside an event. */
  readonly phase: 'init' | 'invoke';
  readonly status: 'success' | 'error' | 'timeout';
  readonly errorType: string | null;
}

/** Row 5.2-11. */
export function initReportLine(report: InitReportLine): string {
  const status = failure(report.status, report.errorType);
  return (
    `INIT_REPORT Init Duration: ${milliseconds(report.initDurationMs)}\t` +
    `Phase: ${report.phase}${status === '' ? '' : `\t${status}`}`
  );
}

export interface ImageLaunchError {
  readonly launchError: string;
  readonly entryPoint: readonly string[];
  readonly command: readonly string[];
  readonly workingDirectory: string;
}

/** Row 5.2-13: an image whose program cannot be started. */
export function imageLine(image: ImageLaunchError): string {
  return (
    `IMAGE\tLaunch error: ${image.launchError}\t` +
    `Entrypoint: [${image.entryPoint.join(',')}]\tCmd: [${image.command.join(',')}]\t` +
    `WorkingDir: [${image.workingDirectory}]`
  );
}

/** A status has no TAB behind it, unlike every other member of the line. */
function failure(status: ReportLine['status'], errorType: string | null): string {
  if (status === 'success') return '';
  if (status === 'timeout' || errorType === null) return `Status: ${status}`;
  return `Status: error\tError Type: ${errorType}`;
}

function milliseconds(durationMs: number): string {
  return `${durationMs.toFixed(2)} ms`;
}
