import { describe, expect, it } from 'vitest';
import {
  formatsItsOwnLogs,
  type LoggingConfigInput,
  resolveLoggingConfig,
} from '../../../src/lambda/logging-config.ts';
import { findRuntime } from '../../../src/lambda/runtimes.ts';

const resolve = (input: LoggingConfigInput) => resolveLoggingConfig(input, 'hello');

describe('resolveLoggingConfig', () => {
  it('is text without levels in the group of the function by default', () => {
    expect(resolve({})).toEqual({
      logFormat: 'Text',
      applicationLogLevel: null,
      systemLogLevel: null,
      logGroup: '/aws/lambda/hello',
    });
    expect(resolve({ logGroup: '/shared' })).toMatchObject({
      logFormat: 'Text',
      logGroup: '/shared',
    });
  });

  it('fills both levels with INFO for JSON', () => {
    expect(resolve({ logFormat: 'JSON', systemLogLevel: 'WARN' })).toMatchObject({
      applicationLogLevel: 'INFO',
      systemLogLevel: 'WARN',
    });
    expect(resolve({ logFormat: 'JSON', applicationLogLevel: 'TRACE' })).toMatchObject({
      applicationLogLevel: 'TRACE',
      systemLogLevel: 'INFO',
    });
  });

  it.each([
    [{ applicationLogLevel: 'WARN' }, 'log level WARN is given with log format Text'],
    [{ logFormat: 'Text', systemLogLevel: 'INFO' }, 'log level INFO is given with log format Text'],
    [{ logFormat: 'json' }, 'log format "json" is not known'],
    [{ logFormat: 'JSON', applicationLogLevel: 'LOUD' }, 'application log level "LOUD"'],
    [{ logFormat: 'JSON', systemLogLevel: 'ERROR' }, 'system log level "ERROR" is not known'],
    [{ logGroup: 'a group' }, 'log group "a group" is not a name'],
  ])('refuses %j', (input, message) => {
    expect(() => resolve(input as LoggingConfigInput)).toThrow(message);
  });
});

it.each([
  ['nodejs24.x', true],
  ['python3.13', true],
  ['java21', true],
  ['dotnet8', true],
  ['dotnet6', false],
  ['ruby3.4', true],
  ['ruby3.2', false],
  ['provided.al2023', false],
])('%s formats its own logs: %s', (identifier, itsOwn) => {
  expect(formatsItsOwnLogs(findRuntime(identifier))).toBe(itsOwn);
  expect(formatsItsOwnLogs(null)).toBe(false);
});
