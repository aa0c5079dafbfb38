import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addLogFlags, type LogFlags, loggingConfigOf } from '../../../src/cli/log-flags.ts';

function configOf(...words: readonly string[]) {
  const command = addLogFlags(new Command()).exitOverride();
  command.parse(words, { from: 'user' });
  return loggingConfigOf(command.opts<LogFlags>());
}

describe('the flags of the log', () => {
  it('say nothing where nothing is given', () => {
    expect(configOf()).toEqual({});
  });

  it('are in any case of letters', () => {
    const levels = ['--application-log-level', 'warn', '--system-log-level', 'Debug'];
    expect(configOf('--log-format', 'json', ...levels, '--log-group', '/shared')).toEqual({
      logFormat: 'JSON',
      applicationLogLevel: 'WARN',
      systemLogLevel: 'DEBUG',
      logGroup: '/shared',
    });
    expect(configOf('--log-format', 'TEXT')).toEqual({ logFormat: 'Text' });
  });

  it.each([
    [['--log-format', 'xml'], '--log-format "xml" is not known', 'Give one of Text, JSON.'],
    [
      ['--system-log-level', 'ERROR'],
      '--system-log-level "ERROR" is not known',
      'Give one of DEBUG, INFO, WARN.',
    ],
  ])('refuse %j', (words, message, remedy) => {
    const attempt = () => configOf(...words);
    expect(attempt).toThrow(expect.objectContaining({ code: 'InvalidOption', message, remedy }));
  });
});
