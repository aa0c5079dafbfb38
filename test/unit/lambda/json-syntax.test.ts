import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LamboxError } from '../../../src/errors.ts';
import { findJsonProblem, parseEvent } from '../../../src/lambda/json-syntax.ts';

const encode = (text: string) => new TextEncoder().encode(text);

function describeProblem(bytes: Uint8Array): string {
  const problem = findJsonProblem(bytes);
  if (problem === null) return 'none';
  const { line, column } = problem.location;
  return `${line}:${column} ${problem.reason}`;
}

function acceptedByEngine(bytes: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    return true;
  } catch {
    return false;
  }
}

const validTokens = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

const redacted = 'REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled)';
const firstByte = `[Source: ${redacted}; line: 1, column: 1]`;
const secondLine = `[Source: ${redacted}; line: 2, column: 1]`;
const unquoted = 'has to be escaped using backslash to be included in string value';
const expectedDigit = 'expected digit (0-9) to follow minus sign, for valid numeric value';
const noExponent = 'Exponent indicator not followed by a digit';
const inNumber = 'in numeric value';
const badHex = 'expected a hex-digit for character escape sequence';
const openObject = 'Unexpected end-of-input: expected close marker for Object';
const nonNumeric = '`JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS`';
const onlyBlanks = 'only regular white space (\\r, \\n, \\t) is allowed between tokens';
const comment =
  "maybe a (non-standard) comment? (not recognized as one since Feature 'ALLOW_COMMENTS' " +
  'not enabled for parser)';
const noColon = 'was expecting a colon to separate field name and value';

/** Text, line and column, reason. */
const faults: readonly (readonly [string, string, string])[] = [
  ['hello', '1:6', `Unrecognized token 'hello': was expecting ${validTokens}`],
  ['hello world', '1:7', `Unrecognized token 'hello': was expecting ${validTokens}`],
  ['a1_é$-', '1:8', `Unrecognized token 'a1_é$': was expecting ${validTokens}`],
  ['1 a', '1:4', `Unrecognized token 'a': was expecting ${validTokens}`],
  ['{}a', '1:4', `Unrecognized token 'a': was expecting ${validTokens}`],
  [
    'x'.repeat(255),
    '1:256',
    `Unrecognized token '${'x'.repeat(255)}': was expecting ${validTokens}`,
  ],
  ['nul', '1:4', `Unrecognized token 'nul': was expecting ${validTokens}`],
  ['truely', '1:7', `Unrecognized token 'truely': was expecting ${validTokens}`],
  [
    "{'a':1}",
    '1:2',
    "Unexpected character (''' (code 39)): was expecting double-quote to start field name",
  ],
  [
    '{"a":1,}',
    '1:8',
    "Unexpected character ('}' (code 125)): was expecting double-quote to start field name",
  ],
  ['{"a" 1}', '1:6', `Unexpected character ('1' (code 49)): ${noColon}`],
  ['{"a":}', '1:6', "Unexpected character ('}' (code 125)): expected a value"],
  [
    '{"a":1\n "b":2}',
    '2:2',
    "Unexpected character ('\"' (code 34)): was expecting comma to separate Object entries",
  ],
  [
    '[1 2]',
    '1:4',
    "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries",
  ],
  ['[1,]', '1:4', "Unexpected character (']' (code 93)): expected a value"],
  [']', '1:1', "Unexpected close marker ']': no open Array to close"],
  ['}', '1:1', "Unexpected close marker '}': no open Object to close"],
  ['{"a":]', '1:6', `Unexpected character (']' (code 93)): expected a valid value ${validTokens}`],
  [':', '1:1', `Unexpected character (':' (code 58)): expected a valid value ${validTokens}`],
  ['[NaN]', '1:5', `Non-standard token 'NaN': enable ${nonNumeric} to allow`],
  ['-Infinity', '1:10', `Non-standard token '-Infinity': enable ${nonNumeric} to allow`],
  ['[\u0000]', '1:3', `Illegal character ((CTRL-CHAR, code 0)): ${onlyBlanks}`],
  ['/* a */ 1', '1:1', `Unexpected character ('/' (code 47)): ${comment}`],
  [
    'x'.repeat(300),
    '1:257',
    `Unrecognized token '${'x'.repeat(256)}...': was expecting ${validTokens}`,
  ],
  ['[1}', '1:3', `Unexpected close marker '}': expected ']' (for Array starting at ${firstByte})`],
  ['\n{"a":1', '2:7', `${openObject} (start marker at ${secondLine})`],
  ['{"a":', '1:6', 'Unexpected end-of-input within/between Object entries'],
  ['{"a', '1:4', 'Unexpected end-of-input in field name'],
  ['"abc', '1:5', 'Unexpected end-of-input in VALUE_STRING'],
  ['"a\\', '1:4', 'Unexpected end-of-input in character escape sequence'],
  ['"a\\x"', '1:4', "Unrecognized character escape 'x' (code 120)"],
  ['"\\u12g4"', '1:6', `Unexpected character ('g' (code 103)): ${badHex}`],
  ['"a\nb"', '1:3', `Illegal unquoted character ((CTRL-CHAR, code 10)): ${unquoted}`],
  ['012', '1:2', 'Invalid numeric value: Leading zeroes not allowed'],
  ['-a', '1:2', `Unexpected character ('a' (code 97)) ${inNumber}: ${expectedDigit}`],
  [
    '[1.]',
    '1:4',
    `Unexpected character (']' (code 93)) ${inNumber}: Decimal point not followed by a digit`,
  ],
  ['1e', '1:3', `Unexpected character ((CTRL-CHAR, code 0)) ${inNumber}: ${noExponent}`],
  [
    '1a',
    '1:2',
    "Unexpected character ('a' (code 97)): Expected space separating root-level values",
  ],
  [
    '{} {}',
    '1:4',
    "Unexpected character ('{' (code 123)): expected the end of the text behind its only value",
  ],
  [' \n', '2:1', 'No content to map due to end-of-input'],
];

describe('findJsonProblem', () => {
  it('has AWS’s recorded words for a control character and for a wrong UTF-8 start byte', () => {
    expect(describeProblem(Uint8Array.of(0x99))).toBe(
      `1:1 Unexpected character ((CTRL-CHAR, code 153)): expected a valid value ${validTokens}`,
    );
    expect(describeProblem(Uint8Array.of(0x22, 0x87, 0x22))).toBe(
      '1:3 Invalid UTF-8 start byte 0x87',
    );
  });

  it.each(faults)('says of %j what is wrong and where', (text, place, reason) => {
    expect(describeProblem(encode(text))).toBe(`${place} ${reason}`);
  });

  it('refuses overlong forms, surrogates and truncated characters', () => {
    for (const bytes of [
      [0xc0, 0x80],
      [0xe0, 0x80, 0x80],
      [0xed, 0xa0, 0x80],
      [0xf5, 0x80, 0x80, 0x80],
      [0xe2, 0x82],
    ]) {
      expect(findJsonProblem(Uint8Array.from([0x22, ...bytes, 0x22]))).not.toBeNull();
    }
  });

  it('accepts whatever the engine serialises', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => findJsonProblem(encode(text)) === null),
      { numRuns: 500 },
    );
  });

  it('agrees with the engine’s parser on damaged texts', () => {
    const damaged = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.integer({ min: 0, max: 255 }),
        fc.constantFrom('cut', 'set', 'add'),
      )
      .map(([text, position, byte, how]) => damage(encode(text), position, byte, how));
    fc.assert(
      fc.property(
        damaged,
        (bytes) => (findJsonProblem(bytes) === null) === acceptedByEngine(bytes),
      ),
      { numRuns: 5_000 },
    );
  });

  it('agrees with the engine’s parser on arbitrary punctuation', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '"a"',
      '1',
      '-',
      '0',
      '.5',
      'e',
      'null',
      ' ',
      '\\',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const bytes = encode(parts.join(''));
        return (findJsonProblem(bytes) === null) === acceptedByEngine(bytes);
      }),
      { numRuns: 20_000 },
    );
  });

  it('reads a million levels of nesting and six megabytes of text', () => {
    const depth = 1_000_000;
    expect(findJsonProblem(encode('['.repeat(depth) + ']'.repeat(depth)))).toBeNull();
    const entries = JSON.stringify(Array.from({ length: 100_000 }, (_, index) => `${index} é`));
    expect(findJsonProblem(encode(`[${entries},"${'x'.repeat(5_000_000)}"]`))).toBeNull();
  });
});

function damage(bytes: Uint8Array, position: number, byte: number, how: string): Uint8Array {
  const at = bytes.length === 0 ? 0 : position % bytes.length;
  if (how === 'cut') return bytes.slice(0, at);
  const kept = how === 'set' ? at + 1 : at;
  return Uint8Array.from([...bytes.slice(0, at), byte, ...bytes.slice(kept)]);
}

describe('parseEvent', () => {
  it('passes the same bytes on and makes an empty event {}', () => {
    const bytes = encode(' {"a": 1}\n');
    expect(parseEvent(bytes)).toBe(bytes);
    expect(new TextDecoder().decode(parseEvent(new Uint8Array()))).toBe('{}');
  });

  it('throws InvalidEvent with the place', () => {
    const attempt = () => parseEvent(encode('{"a":[1,\n2'));
    expect(attempt).toThrow(LamboxError);
    expect(attempt).toThrow(expect.objectContaining({ code: 'InvalidEvent' }));
    expect(attempt).toThrow(
      'the event is not JSON: Unexpected end-of-input: expected close marker for Array ' +
        '(start marker at line: 1, column: 6); at line 2, column 2',
    );
  });
});
