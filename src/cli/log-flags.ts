import type { Command } from 'commander';
import { LamboxError } from '../errors.ts';
import {
  applicationLogLevels,
  type LoggingConfig,
  type LoggingConfigInput,
  logFormats,
  systemLogLevels,
} from '../lambda/logging-config.ts';

/** Lambda's LoggingConfig, member by member. */
export interface LogFlags {
  readonly logFormat?: LoggingConfig['logFormat'];
  readonly applicationLogLevel?: LoggingConfig['applicationLogLevel'];
  readonly systemLogLevel?: LoggingConfig['systemLogLevel'];
  readonly logGroup?: string;
}

export function addLogFlags(command: Command): Command {
  return command
    .option('--log-format <format>', 'Text (default) or JSON', oneOf('--log-format', logFormats))
    .option(
      '--application-log-level <level>',
      'with JSON: the lowest of what the function logs (default: INFO)',
      oneOf('--application-log-level', applicationLogLevels),
    )
    .option(
      '--system-log-level <level>',
      "with JSON: the lowest of the platform's records (default: INFO)",
      oneOf('--system-log-level', systemLogLevels),
    )
    .option('--log-group <name>', 'what the function is told (default: /aws/lambda/NAME)');
}

export function loggingConfigOf(flags: LogFlags): LoggingConfigInput {
  const { logFormat, applicationLogLevel, systemLogLevel, logGroup } = flags;
  return {
    ...(logFormat !== undefined && { logFormat }),
    ...(applicationLogLevel !== undefined && { applicationLogLevel }),
    ...(systemLogLevel !== undefined && { systemLogLevel }),
    ...(logGroup !== undefined && { logGroup }),
  };
}

/** Upper and lower case are the same. */
function oneOf<const Words extends readonly string[]>(flag: string, words: Words) {
  return (text: string): Words[number] => {
    const found = words.find((word) => word.toUpperCase() === text.toUpperCase());
    if (found !== undefined) return found;
    throw new LamboxError('InvalidOption', `${flag} ${JSON.stringify(text)} is not known`, {
      remedy: `Give one of ${words.join(', ')}.`,
    });
  };
}
