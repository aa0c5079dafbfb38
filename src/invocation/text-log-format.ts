import type { InitEnd } from '../environment/serve-observer.ts';
import {
  endLine,
  extensionLine,
  imageLine,
  initReportLine,
  initStartLine,
  reportLine,
  startLine,
} from '../lambda/log-lines.ts';
import type { EventEnd, LogFormat, LoggedEvent } from './log-format.ts';
import type { LoggedFunction } from './logged-function.ts';

/** What an image's program could not be started for (row 5.2-13). */
const launchErrors: ReadonlySet<string | null> = new Set([
  'Runtime.InvalidEntrypoint',
  'Runtime.InvalidWorkingDir',
]);

/** The text log (contract §5.2). */
export function createTextLogFormat({ logged, requestId, trace }: LoggedEvent): LogFormat {
  const { configuration, runtimeVersion } = logged;
  return {
    initStarted({ phase }) {
      // The init that is repeated inside an event has a report of its own, but no start.
      if (phase === 'invoke' || runtimeVersion === null) return [];
      return [initStartLine(runtimeVersion.version, runtimeVersion.arn)];
    },
    initEnded: (end) => initEndLines(end, logged),
    started: () => [startLine(requestId, configuration.version)],
    ended: ({ report, ending }: EventEnd) => [
      endLine(requestId),
      reportLine({ requestId, ...report, ...ending, trace }),
    ],
    // Lambda's text log has no words for it.
    dropped: ({ records, bytes, reason }) => [
      `lambox: ${records} records and ${bytes} bytes of the log are left out here: ${reason}`,
    ],
    line: ({ text }) => text,
  };
}

function initEndLines(end: InitEnd, { imageProgram }: LoggedFunction): readonly string[] {
  const lines = end.extensions.map(extensionLine);
  if (end.status === 'success') return lines;
  if (imageProgram !== null && launchErrors.has(end.errorType)) {
    lines.push(
      imageLine({
        launchError: end.message,
        entryPoint: imageProgram.entryPoint,
        command: imageProgram.arguments,
        workingDirectory: imageProgram.workingDirectory,
      }),
    );
  }
  const { phase, status, errorType } = end;
  lines.push(initReportLine({ initDurationMs: end.durationMs, phase, status, errorType }));
  return lines;
}
