import { expect, it } from 'vitest';
import { serializeEvent } from '../../../src/invocation/serialize-event.ts';

const text = (event: unknown) => Buffer.from(serializeEvent(event)).toString();

it('an event is written as JSON in UTF-8', () => {
  expect(text({ a: ['ü', 1, null] })).toBe('{"a":["ü",1,null]}');
  expect(text('')).toBe('""');
  expect(text(null)).toBe('null');
  expect(text(undefined)).toBe('null');
});

it('what JSON cannot say is the caller’s fault, in one line', () => {
  const cycle: unknown[] = [];
  cycle.push(cycle);
  const refusal = (reason: string) =>
    expect.objectContaining({
      code: 'InvalidEvent',
      message: expect.stringMatching(
        new RegExp(`^the event cannot be written as JSON: ${reason}[^\n]*$`),
      ),
    });
  expect(() => serializeEvent(cycle)).toThrow(refusal('Converting circular structure'));
  expect(() => serializeEvent({ big: 1n })).toThrow(refusal('Do not know how to serialize'));
  expect(() => serializeEvent(() => 1)).toThrow(refusal('JSON has no words for a function'));
  expect(() => serializeEvent(Symbol('s'))).toThrow(refusal('JSON has no words for a symbol'));
});
