import type { CheckReport } from '../check/check-report.ts';
import type { Finding, FindingId } from '../check/finding.ts';
import { formatBytes } from './doctor-report.ts';
import type { Paint } from './paint.ts';

const headings: Readonly<Record<FindingId, string>> = {
  size: 'Too large',
  architecture: 'For another machine',
  volume: 'Volumes',
  healthCheck: 'Health check',
  mode: 'Modes that a zip would keep',
  notExecutable: 'Cannot be started',
  unreadable: "Cannot be read by the function's user",
  write: 'Written outside of /tmp',
  sharedMemory: 'Shared memory',
  moduleState: 'One event shows in the answer to another: module state',
  tmpState: 'One event shows in the answer to another: /tmp',
  mixedState: 'One event shows in the answer to another: module state and /tmp',
  onlyWarm: 'Fails only when warm',
};

/** What was found, grouped; then what could not be looked at, and the verdict. */
export function formatCheckReport(report: CheckReport, paint: Paint): string {
  const { findings, notes } = report;
  const groups = Map.groupBy(findings, ({ id }) => id);
  const lines = [...groups].flatMap(([id, ofKind]) => [
    paint.bold(headings[id]),
    ...ofKind.flatMap((finding) => formatFinding(finding, paint)),
    '',
  ]);
  const remarks = notes.map((note) => `${paint.yellow('mind:')} ${note}.`);
  return `${[...lines, ...remarks, ...size(report, paint), verdict(report, paint)].join('\n')}\n`;
}

function formatFinding({ what, why, remedy }: Finding, paint: Paint): readonly string[] {
  const said = `  ${paint.red(what)} ${why}.`;
  return remedy === '' ? [said] : [said, `    ${paint.dim(remedy)}`];
}

function size({ function: checked }: CheckReport, paint: Paint): readonly string[] {
  if (checked === null) return [];
  const { packageType, sizeBytes, sizeBytesMax } = checked;
  const what = packageType === 'Image' ? 'The image has' : 'Code and layers have';
  const text = `${what} ${formatBytes(sizeBytes)}, of ${formatBytes(sizeBytesMax)} at most.`;
  return [paint.dim(text)];
}

function verdict({ findings, events, stateBleed }: CheckReport, paint: Paint): string {
  const looked = stateBleed
    ? `${events.length} ${events.length === 1 ? 'event' : 'events'}, each behind each other`
    : 'one run, no event behind another';
  if (findings.length === 0) return paint.green(`Nothing found (${looked}).`);
  const count = findings.length === 1 ? '1 thing' : `${findings.length} things`;
  return paint.red(`${count} found (${looked}).`);
}
