import { type Logger, pino } from 'pino';
import type { LogLevel } from './configuration.ts';

export type { Logger };

/** Where log lines go: stderr, or what a test gives. */
export interface LogDestination {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/**
 * The log of Lambox itself, not of functions. Silent in good order at the default level, `warn`.
 * A terminal gets a line for people, everything else one JSON document a line.
 */
export function createLogger(
  level: LogLevel,
  destination: LogDestination = process.stderr,
): Logger {
  const write = destination.isTTY
    ? (line: string) => destination.write(readableLine(line))
    : (line: string) => destination.write(line);
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, { write });
}

/** `14:03:07.123 WARN  the message key=value …` from one of pino's documents. */
function readableLine(line: string): string {
  const { level, time, msg, err, ...rest } = JSON.parse(line) as Record<string, unknown>;
  const clock = String(time).slice(11, 23);
  const name = (pino.levels.labels[Number(level)] ?? '').toUpperCase().padEnd(5);
  const facts = Object.entries(rest).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  const words = [clock, name, String(msg ?? ''), ...facts].filter((word) => word !== '');
  return `${words.join(' ')}\n${stackOf(err)}`;
}

function stackOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('stack' in error)) return '';
  return `${String(error.stack)}\n`;
}
