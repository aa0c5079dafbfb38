import { type ApplicationLogLevel, applicationLogLevels, isLogged } from './logging-config.ts';

/** When and for which event a line was written. */
export interface LineOrigin {
  readonly epochMs: number;
  /** `null` before the event is on its way. */
  readonly requestId: string | null;
}

/**
 * A line of a function whose runtime knows nothing of JSON logs, as its JSON log has it (row
 * 5.5-15): a JSON object stays as it is, everything else becomes the message of one.
 * @returns `null` where its level is below the lowest.
 */
export function applicationLine(
  text: string,
  lowest: ApplicationLogLevel,
  { epochMs, requestId }: LineOrigin,
): string | null {
  const members = parseObject(text);
  if (!isLogged(levelOf(members), lowest)) return null;
  if (members !== null) return text;
  return JSON.stringify({
    timestamp: new Date(epochMs).toISOString(),
    level: 'INFO',
    message: text,
    requestId: requestId ?? undefined,
  });
}

/** INFO where level or time is missing or cannot be read. */
function levelOf(members: Readonly<Record<string, unknown>> | null): ApplicationLogLevel {
  const { level, timestamp } = members ?? {};
  if (typeof level !== 'string' || !isRfc3339(timestamp)) return 'INFO';
  return applicationLogLevels.find((known) => known === level.toUpperCase()) ?? 'INFO';
}

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;

function isRfc3339(timestamp: unknown): boolean {
  return (
    typeof timestamp === 'string' && rfc3339.test(timestamp) && !Number.isNaN(Date.parse(timestamp))
  );
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  if (!text.trimStart().startsWith('{')) return null;
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return null;
  }
}
