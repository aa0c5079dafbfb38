import { expect, it } from 'vitest';
import { createLogger, type LogDestination } from '../../src/log.ts';

function collector(isTTY: boolean): LogDestination & { readonly lines: string[] } {
  const lines: string[] = [];
  return { isTTY, lines, write: (text) => lines.push(text) };
}

it('is silent in good order at warn', () => {
  const destination = collector(true);
  createLogger('warn', destination).info('all is well');
  expect(destination.lines).toEqual([]);
});

it('writes one line for people on a terminal', () => {
  const destination = collector(true);
  createLogger('debug', destination).warn({ container: 'abc', count: 2 }, 'it is gone');
  expect(destination.lines).toHaveLength(1);
  expect(destination.lines[0]).toMatch(
    /^\d\d:\d\d:\d\d\.\d{3} WARN {2}it is gone container="abc" count=2\n$/,
  );
});

it('prints the stack of an error behind its line', () => {
  const destination = collector(true);
  createLogger('error', destination).error(new TypeError('broken'));
  expect(destination.lines[0]).toMatch(/^\S+ ERROR broken\nTypeError: broken\n {4}at /);
});

it('writes JSON elsewhere', () => {
  const destination = collector(false);
  createLogger('info', destination).info({ container: 'abc' }, 'started');
  const line = destination.lines[0] ?? '';
  expect(line.endsWith('}\n')).toBe(true);
  expect(JSON.parse(line)).toMatchObject({ level: 30, msg: 'started', container: 'abc' });
});
