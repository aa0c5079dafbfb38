import { describe, expect, it } from 'vitest';
import { applicationLine } from '../../../src/lambda/application-lines.ts';

const origin = { epochMs: Date.parse('2026-02-03T04:05:06.789Z'), requestId: 'r-1' };
const timestamp = '2026-02-03T04:05:06Z';
const wrapped = (message: string) =>
  `{"timestamp":"2026-02-03T04:05:06.789Z","level":"INFO","message":${JSON.stringify(message)},` +
  '"requestId":"r-1"}';

describe('a line of a runtime that knows no JSON log', () => {
  it('is wrapped where it is no JSON object', () => {
    for (const text of ['plain "text"', '{"a":', '[1]', '17', 'null']) {
      expect(applicationLine(text, 'INFO', origin)).toBe(wrapped(text));
    }
  });

  it('has no request id before the event is on its way', () => {
    expect(applicationLine('x', 'INFO', { ...origin, requestId: null })).toBe(
      '{"timestamp":"2026-02-03T04:05:06.789Z","level":"INFO","message":"x"}',
    );
  });

  it.each([
    ['debug', 'INFO', false],
    ['INFO', 'INFO', true],
    ['Warn', 'INFO', true],
    ['warn', 'ERROR', false],
    ['FATAL', 'FATAL', true],
    ['loud', 'INFO', true],
    ['loud', 'WARN', false],
  ] as const)('of level %s is filtered at %s: kept %s', (level, lowest, kept) => {
    const text = JSON.stringify({ level, timestamp, message: 'm' });
    expect(applicationLine(text, lowest, origin)).toBe(kept ? text : null);
  });

  it.each([[undefined], ['yesterday'], ['2026-02-03 04:05:06'], ['2026-13-41T00:00:00Z'], [5]])(
    'is INFO with the timestamp %s',
    (time) => {
      const text = JSON.stringify({ level: 'ERROR', timestamp: time });
      expect(applicationLine(text, 'INFO', origin)).toBe(text);
      expect(applicationLine(text, 'WARN', origin)).toBeNull();
    },
  );

  it('is INFO as plain text', () => {
    expect(applicationLine('ERROR in words', 'WARN', origin)).toBeNull();
  });
});
