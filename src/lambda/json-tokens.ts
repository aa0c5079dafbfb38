import { describeByte, JsonFault, unexpectedCharacter, unexpectedEnd } from './json-fault.ts';

const quote = 0x22;
const backslash = 0x5c;
const letterU = 0x75;
const escapes: ReadonlySet<number> = new Set([...'"\\/bfnrt'].map((text) => text.charCodeAt(0)));

export const validTokens =
  "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

/**
 * Reads over a string. @param offset of its opening quote. @returns the offset behind its closing
 * one. @throws JsonFault
 */
export function skipString(
  bytes: Uint8Array,
  offset: number,
  kind: 'string value' | 'name',
): number {
  let position = offset + 1;
  while (position < bytes.length) {
    const byte = bytes[position] as number;
    if (byte === quote) return position + 1;
    if (byte === backslash) position = skipEscape(bytes, position);
    else if (byte >= 0x80) position = skipSequence(bytes, position, byte);
    else if (byte >= 0x20) position += 1;
    else {
      const reason =
        `Illegal unquoted character (${describeByte(byte)}): ` +
        `has to be escaped using backslash to be included in ${kind}`;
      throw new JsonFault(reason, position);
    }
  }
  throw unexpectedEnd(bytes, kind === 'name' ? ' in field name' : ' in VALUE_STRING');
}

function skipEscape(bytes: Uint8Array, offset: number): number {
  const byte = bytes[offset + 1];
  if (byte === undefined) throw unexpectedEnd(bytes, ' in character escape sequence');
  if (escapes.has(byte)) return offset + 2;
  if (byte !== letterU) {
    throw new JsonFault(`Unrecognized character escape ${describeByte(byte)}`, offset + 1);
  }
  for (let position = offset + 2; position < offset + 6; position += 1) {
    const digit = bytes[position];
    if (digit === undefined) throw unexpectedEnd(bytes, ' in character escape sequence');
    if (!isHexDigit(digit)) {
      const expectation = 'expected a hex-digit for character escape sequence';
      throw unexpectedCharacter(digit, position, expectation);
    }
  }
  return offset + 6;
}

/** One character of two to four bytes, as UTF-8 allows it: no overlong forms, no surrogates. */
function skipSequence(bytes: Uint8Array, offset: number, start: number): number {
  const length = start < 0xc2 ? 0 : start < 0xe0 ? 2 : start < 0xf0 ? 3 : start < 0xf5 ? 4 : 0;
  if (length === 0) {
    throw new JsonFault(`Invalid UTF-8 start byte 0x${start.toString(16)}`, offset, offset + 1);
  }
  for (let position = offset + 1; position < offset + length; position += 1) {
    const byte = bytes[position];
    if (byte === undefined) throw unexpectedEnd(bytes, ' in VALUE_STRING');
    const [min, max] = position === offset + 1 ? secondByteRange(start) : [0x80, 0xbf];
    if (byte < min || byte > max) {
      const reason = `Invalid UTF-8 middle byte 0x${byte.toString(16)}`;
      throw new JsonFault(reason, position, position + 1);
    }
  }
  return offset + length;
}

function secondByteRange(start: number): readonly [number, number] {
  if (start === 0xe0) return [0xa0, 0xbf];
  if (start === 0xed) return [0x80, 0x9f];
  if (start === 0xf0) return [0x90, 0xbf];
  if (start === 0xf4) return [0x80, 0x8f];
  return [0x80, 0xbf];
}

/**
 * Reads over a number. @param offset of its first digit or its minus sign. @returns the offset
 * behind it. @throws JsonFault
 */
export function skipNumber(bytes: Uint8Array, offset: number): number {
  let position = offset;
  if (bytes[position] === 0x2d) position += 1;
  const first = bytes[position] ?? 0;
  if (!isDigit(first)) {
    const nonStandard = nonStandardNumber(bytes, offset);
    if (nonStandard !== null) throw nonStandard;
    const expectation = 'expected digit (0-9) to follow minus sign, for valid numeric value';
    throw badNumber(first, position, expectation);
  }
  position += 1;
  if (first === 0x30 && isDigit(bytes[position])) {
    throw new JsonFault('Invalid numeric value: Leading zeroes not allowed', position);
  }
  position = skipDigits(bytes, position);
  if (bytes[position] === 0x2e) {
    position = requireDigits(bytes, position + 1, 'Decimal point not followed by a digit');
  }
  if (bytes[position] === 0x65 || bytes[position] === 0x45) {
    const sign = bytes[position + 1];
    position += sign === 0x2b || sign === 0x2d ? 2 : 1;
    position = requireDigits(bytes, position, 'Exponent indicator not followed by a digit');
  }
  return position;
}

function requireDigits(bytes: Uint8Array, offset: number, otherwise: string): number {
  if (isDigit(bytes[offset])) return skipDigits(bytes, offset);
  throw badNumber(bytes[offset] ?? 0, offset, otherwise);
}

function skipDigits(bytes: Uint8Array, offset: number): number {
  let position = offset;
  while (isDigit(bytes[position])) position += 1;
  return position;
}

function badNumber(byte: number, offset: number, expectation: string): JsonFault {
  const reason = `Unexpected character (${describeByte(byte)}) in numeric value: ${expectation}`;
  return new JsonFault(reason, offset);
}

/** What serialisers of other languages write for numbers that JSON does not have. */
export function nonStandardNumber(bytes: Uint8Array, offset: number): JsonFault | null {
  const name = ['NaN', 'Infinity', '-Infinity'].find((candidate) => {
    return [...candidate].every((text, index) => bytes[offset + index] === text.charCodeAt(0));
  });
  if (name === undefined) return null;
  const reason =
    `Non-standard token '${name}': enable ` +
    '`JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow';
  return new JsonFault(reason, offset, offset + name.length);
}

/** A control character or a comment where only blanks may stand. */
export function notASeparator(byte: number, offset: number): JsonFault {
  if (byte >= 0x20) {
    const comment =
      'maybe a (non-standard) comment? (not recognized as one since Feature ' +
      "'ALLOW_COMMENTS' not enabled for parser)";
    return unexpectedCharacter(byte, offset, comment);
  }
  const reason =
    `Illegal character (${describeByte(byte)}): ` +
    'only regular white space (\\r, \\n, \\t) is allowed between tokens';
  return new JsonFault(reason, offset, offset + 1);
}

/**
 * Reads over `true`, `false` or `null`. @returns the offset behind it. @throws JsonFault that
 * quotes the whole word that stands there instead.
 */
export function skipLiteral(bytes: Uint8Array, offset: number, literal: string): number {
  const end = offset + literal.length;
  for (let index = 0; index < literal.length; index += 1) {
    if (bytes[offset + index] !== literal.charCodeAt(index)) throw unknownToken(bytes, offset);
  }
  if (identifierEnd(bytes, offset) !== end) throw unknownToken(bytes, offset);
  return end;
}

const tokenCharactersMax = 256;

/**
 * A word that is not JSON. The parser quotes its first 256 characters and has then read one byte
 * beyond a shorter one.
 */
export function unknownToken(bytes: Uint8Array, offset: number): JsonFault {
  const end = identifierEnd(bytes, offset);
  const word = new TextDecoder().decode(bytes.subarray(offset, end));
  const isCut = word.length >= tokenCharactersMax;
  const quoted = isCut ? `${word.slice(0, tokenCharactersMax)}...` : word;
  const reason = `Unrecognized token '${quoted}': was expecting ${validTokens}`;
  const readBytes = isCut ? offset + tokenCharactersMax : Math.min(end + 1, bytes.length);
  return new JsonFault(reason, offset, readBytes);
}

function identifierEnd(bytes: Uint8Array, offset: number): number {
  let position = offset;
  while (position < bytes.length && isIdentifierPart(bytes[position] as number)) position += 1;
  return position;
}

function isIdentifierPart(byte: number): boolean {
  return isIdentifierStart(byte) || isDigit(byte) || byte >= 0x80;
}

/** Letters, `_` and `$`; of what is not ASCII, whatever is not a control character in Latin-1. */
export function isIdentifierStart(byte: number): boolean {
  const letter = byte | 0x20;
  return (letter >= 0x61 && letter <= 0x7a) || byte === 0x5f || byte === 0x24 || byte >= 0xa0;
}

export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

function isHexDigit(byte: number): boolean {
  const letter = byte | 0x20;
  return isDigit(byte) || (letter >= 0x61 && letter <= 0x66);
}
