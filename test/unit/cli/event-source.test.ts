import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { formatExcerpt, readEvent } from '../../../src/cli/event-source.ts';
import { TemporaryDirectory } from '../../support/temporary-directory.ts';

const nothing = Readable.from([]);
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();

test('the event is what is written, byte for byte', async () => {
  expect(text(await readEvent('{ "a":  "ü" }', nothing))).toBe('{ "a":  "ü" }');
  expect(text(await readEvent(undefined, nothing))).toBe('{}');
});

test('- is stdin, @ is a file', async () => {
  expect(text(await readEvent('-', Readable.from([Buffer.from('[1,'), Buffer.from('2]')])))).toBe(
    '[1,2]',
  );
  using directory = new TemporaryDirectory();
  directory.write({ 'an event.json': '"from a file"' });
  const file = directory.join('an event.json');
  expect(text(await readEvent(`@${file}`, nothing))).toBe('"from a file"');
});

test('a mistake is shown with a caret below it', async () => {
  const event = '{\n  "ü": tru,\n  "b": 2\n}';
  await expect(readEvent(event, nothing)).rejects.toMatchObject({
    code: 'InvalidEvent',
    message: expect.stringMatching(/^the event is not JSON: .*line 2, column/),
    evidence: { excerpt: expect.stringMatching(/^ {2}"ü": tru,\n {7,10}\^\n$/) },
  });
});

test('of a long line only the neighbourhood of the mistake is shown', () => {
  const event = Buffer.from(`["${'a'.repeat(100)}" x "${'b'.repeat(100)}"]`);
  const [line = '', caret = ''] = formatExcerpt(event, 104).split('\n');
  expect(line.length).toBeLessThan(70);
  expect(line[caret.indexOf('^')]).toBe('x');
});

test('a missing file and a too large event are refused', async () => {
  await expect(readEvent('@/no/such.json', nothing)).rejects.toMatchObject({
    code: 'InvalidOption',
    message: expect.stringContaining('/no/such.json'),
  });
  await expect(readEvent(`"${'x'.repeat(6_291_456)}"`, nothing)).rejects.toMatchObject({
    code: 'EventTooLarge',
    message: expect.stringContaining('6291458'),
  });
});
