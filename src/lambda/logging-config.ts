import { LamboxError } from '../errors.ts';
import { logGroupName } from './log-names.ts';
import type { Runtime } from './runtime.ts';

/** Lowest first. */
export const applicationLogLevels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;
export const systemLogLevels = ['DEBUG', 'INFO', 'WARN'] as const;
export const logFormats = ['Text', 'JSON'] as const;

export type ApplicationLogLevel = (typeof applicationLogLevels)[number];
export type SystemLogLevel = (typeof systemLogLevels)[number];

/** Lambda's LoggingConfig (row 5.5-1), complete. */
export interface LoggingConfig {
  readonly logFormat: (typeof logFormats)[number];
  /** The lowest level of the function's own lines; `null` with `Text`. */
  readonly applicationLogLevel: ApplicationLogLevel | null;
  /** The lowest level of the platform's records; `null` with `Text`. */
  readonly systemLogLevel: SystemLogLevel | null;
  readonly logGroup: string;
}

export type LoggingConfigInput = {
  readonly [K in keyof LoggingConfig]?: LoggingConfig[K] | undefined;
};

/**
 * Levels belong to JSON alone, where both are INFO by default (row 5.5-1, C-3.24); the group is the
 * function's own by default (row 5.1-1).
 * @throws LamboxError `InvalidOption`
 */
export function resolveLoggingConfig(
  input: LoggingConfigInput,
  functionName: string,
): LoggingConfig {
  const { logFormat = 'Text', logGroup = logGroupName(functionName) } = input;
  checkOneOf('log format', logFormat, logFormats);
  if (input.logGroup !== undefined) checkLogGroup(logGroup);
  const applicationLogLevel = input.applicationLogLevel ?? null;
  const systemLogLevel = input.systemLogLevel ?? null;
  if (logFormat === 'Text') {
    const level = applicationLogLevel ?? systemLogLevel;
    if (level === null)
      return { logFormat, applicationLogLevel: null, systemLogLevel: null, logGroup };
    throw new LamboxError('InvalidOption', `log level ${level} is given with log format Text`, {
      remedy: 'Choose the log format JSON, or leave the levels out.',
    });
  }
  checkOneOf('application log level', applicationLogLevel ?? 'INFO', applicationLogLevels);
  checkOneOf('system log level', systemLogLevel ?? 'INFO', systemLogLevels);
  return {
    logFormat,
    applicationLogLevel: applicationLogLevel ?? 'INFO',
    systemLogLevel: systemLogLevel ?? 'INFO',
    logGroup,
  };
}

/** Whether a record of this level is written where `lowest` is configured. */
export function isLogged(level: ApplicationLogLevel, lowest: ApplicationLogLevel): boolean {
  return applicationLogLevels.indexOf(level) >= applicationLogLevels.indexOf(lowest);
}

/**
 * Whether the runtime's client formats and filters what the function logs (row 5.5-15). For
 * others, and for images, whose client nobody knows, the platform looks at each line.
 */
export function formatsItsOwnLogs(runtime: Runtime | null): boolean {
  if (runtime === null || runtime.family === 'provided') return false;
  if (runtime.family === 'dotnet') return Number(runtime.version) >= 8;
  return runtime.family !== 'ruby' || Number(runtime.version) >= 3.3;
}

function checkOneOf(what: string, value: string, known: readonly string[]): void {
  if (known.includes(value)) return;
  throw new LamboxError('InvalidOption', `${what} ${JSON.stringify(value)} is not known`, {
    remedy: `Give one of ${known.join(', ')}.`,
  });
}

/** CloudWatch's own rule for names of groups. */
function checkLogGroup(logGroup: string): void {
  if (/^[\w./#-]{1,512}$/.test(logGroup)) return;
  throw new LamboxError('InvalidOption', `log group ${JSON.stringify(logGroup)} is not a name`, {
    remedy: 'Give 1 to 512 letters, digits and _ - / . #.',
  });
}
